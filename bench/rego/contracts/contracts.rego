# What `kaiyaku check` says of contract files, as far as Rego can say it: known and required keys, forms of ids, addresses and
# dates, the limit of SF1 on a working day, and ids that two contracts claim. For `conftest test --combine`.
package main

known := {
	"provider", "projectId", "memberCode", "resourceId", "serviceName", "planName", "plan", "monthlyFee", "endMonth",
	"serviceEndsOn", "api", "services", "estate", "licenceFiles", "backup", "waivers", "journal", "ticket", "name",
}

required := {"provider", "projectId", "memberCode", "resourceId", "plan", "endMonth", "services", "estate"}

kinds := {
	"router", "address", "switch", "packet-filter", "auto-backup", "archive", "disk", "server", "interface", "subnet",
}

deny contains msg if {
	some file in input
	some key, _ in file.contents
	not key in known
	msg := sprintf("%s: unknown key %s", [file.path, key])
}

deny contains msg if {
	some file in input
	some key in required
	not file.contents[key]
	msg := sprintf("%s: %s is missing", [file.path, key])
}

ids contains [file.path, id] if {
	some file in input
	some [path, id] in walk_ids(file.contents)
}

walk_ids(contents) := {[path, value] |
	walk(contents, [path, value])
	path[count(path) - 1] in {"id", "switchId"}
}

deny contains msg if {
	some [file, id] in ids
	not regex.match(`^\d{12}$`, id)
	msg := sprintf("%s: %v is no id", [file, id])
}

deny contains msg if {
	some file in input
	some service in file.contents.services
	not regex.match(`^FG[A-Z0-9]{14}$`, service.fortigate.serial)
	msg := sprintf("%s: %s is no serial", [file.path, service.fortigate.serial])
}

deny contains msg if {
	some file in input
	some service in file.contents.services
	not regex.match(`^SHA256:[A-Za-z0-9+/]{43}$`, service.fortigate.hostKey)
	msg := sprintf("%s: %s is no host key", [file.path, service.fortigate.hostKey])
}

deny contains msg if {
	some file in input
	some item in file.contents.estate
	not item.kind in kinds
	msg := sprintf("%s: unknown kind %v", [file.path, item.kind])
}

deny contains msg if {
	some file in input
	some item in file.contents.estate
	item.kind == "address"
	not net.cidr_contains("0.0.0.0/0", item.ip)
	msg := sprintf("%s: %v is no address", [file.path, item.ip])
}

deny contains msg if {
	some file in input
	not regex.match(`^\d{4}-(0[1-9]|1[0-2])$`, file.contents.endMonth)
	msg := sprintf("%s: %v is no month", [file.path, file.contents.endMonth])
}

day_ns := 86400000000000

# Accepted by the 20th, and nobody accepts on a Saturday or Sunday.
limit_ns(month) := limit if {
	twentieth := time.parse_rfc3339_ns(sprintf("%s-20T00:00:00+09:00", [month]))
	back := {"Saturday": 1, "Sunday": 2}
	limit := twentieth - (object.get(back, time.weekday([twentieth, "Asia/Tokyo"]), 0) * day_ns)
}

deny contains msg if {
	some file in input
	time.now_ns() > limit_ns(file.contents.endMonth) + day_ns
	msg := sprintf("%s: SF1 is missed", [file.path])
}

claims[id] contains file if some [file, id] in ids

deny contains msg if {
	some id, files in claims
	count(files) > 1
	msg := sprintf("%s is claimed by %v", [id, files])
}
