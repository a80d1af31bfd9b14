// The built-in configuration of a simulated FortiGate, in the language of config-text.ts. It holds on purpose what breaks
// careless readers: keys over many lines, and replacement messages with prompts, pager marks and block words in quotes.

export const CONFIG_TEMPLATE = String.raw`
@@ global always
config system global
@full    set admin-concurrent enable
@full    set admin-console-timeout 0
@full    set admin-lockout-duration 60
@full    set admin-lockout-threshold 3
    set admin-scp {{adminScp}}
    set admintimeout 5
    set alias "{{platform}}"
    set hostname "{{hostname}}"
@full    set private-data-encryption {{privateData}}
    set strong-crypto enable
    set timezone "Asia/Tokyo"
@full    set vdom-mode {{vdomMode}}
end
@@ global always
config system accprofile
    edit "prof_admin"
        set secfabgrp read-write
        set sysgrp read-write
        set loggrp read-write
    next
end
@@ global network
config system interface
    edit "port1"
        set vdom "root"
        set ip 203.0.113.10 255.255.255.240
        set allowaccess ping https ssh
        set type physical
        set description "uplink # do not touch"
        set snmp-index 1
@full        set mtu 1500
    next
    edit "port2"
        set vdom "root"
        set ip 192.168.10.254 255.255.255.0
        set allowaccess ping
        set type physical
        set snmp-index 2
    next
end
@@ global always
config system console
@full    set baudrate 9600
@full    set login enable
    set output {{console}}
end
@@ global always
config system admin
    edit "{{user}}"
        set accprofile "super_admin"
        set vdom "root"
@file        config gui-dashboard
@file            edit 1
@file                set name "Status"
@file                set permanent enable
@file            next
@file        end
        set password {{enc}}
    next
end
@@ global custom
config system ha
    set group-name "edge"
    set password {{enc}}
    set override disable
end
@@ global custom
config system replacemsg auth "auth-disclaimer-page-1"
    set buffer "<!DOCTYPE html>
<html><head><title>Notice</title><style>body { color: #336699 }</style></head>
<body><p class=\"lead\">{{hostname}} # this is text and no prompt</p>
<pre>
{{hostname}} # 
config system global
    set hostname \"elsewhere\"
    edit 1
end
--More-- 
Do you want to continue? (y/n)
(Press 'a' to accept):
</pre></body></html>
"
end
@@ global custom
config vpn certificate ca
@file    edit "Remote_CA_2"
@file        set ca "{{certificate}}"
@file    next
end
@@ global custom
config vpn certificate local
    edit "service-2026"
        set password {{enc}}
        set comments "renew in March; ask #infra, costs $120 (y/n)"
@file        set private-key "{{key}}"
        set certificate "{{certificate}}"
        set last-updated {{now}}
    next
end
@@ global custom
config system snmp community
    edit 1
        set name "monitoring"
        config hosts
            edit 1
                set ip 192.168.10.20 255.255.255.255
            next
        end
    next
end
@@ global always
config system ntp
    set ntpsync enable
@full    set syncinterval 60
end
@@ vdom custom
config firewall address
    edit "web-server"
        set uuid 5b3cf0b2-6f0c-51ee-8a51-0d4be2f1c101
        set subnet 192.168.10.80 255.255.255.255
    next
    edit "quote \"in\" name"
        set uuid 5b3cf0b2-6f0c-51ee-8a51-0d4be2f1c102
        set subnet 192.168.10.81 255.255.255.255
    next
end
@@ vdom custom
config user local
    edit "tanaka"
        set type password
        set passwd-time 2026-01-15 09:00:00
        set passwd {{enc}}
    next
end
@@ vdom custom
config vpn ipsec phase1-interface
    edit "to-branch"
        set interface "port1"
        set peertype any
        set proposal aes256-sha256
        set remote-gw 198.51.100.7
        set psksecret {{enc}}
    next
end
@@ vdom custom
config firewall policy
{{policies}}
end
@@ vdom network
config router static
    edit 1
        set gateway 203.0.113.1
        set device "port1"
    next
end
@@ vdom always
config log disk setting
    set status enable
@full    set maximum-log-age 7
end
`.trimStart();
