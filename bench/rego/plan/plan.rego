# What `kaiyaku check --plan` says of a Terraform plan, as far as Rego can say it without a journal: the plan is whole and
# fresh, and nothing that the contract keeps, or does not name, is changed. The contract is given by `--data`.
package main

objects[item.id] := item if some item in data.estate

whole if {
	not input.errored
	input.complete
}

deny contains "R30: the plan is not whole" if not whole

deny contains "R31: the plan is too old" if {
	time.now_ns() - time.parse_rfc3339_ns(input.timestamp) > 3600000000000 * 24
}

examined contains change.address if {
	some change in input.resource_changes
	objects[change.change.before.id]
}

deny contains "R32: nothing of the contract is in the plan" if count(examined) == 0

harmless := {"no-op", "read"}

deny contains msg if {
	some change in input.resource_changes
	some action in change.change.actions
	not action in harmless
	not objects[change.change.before.id]
	msg := sprintf("R34: %s: %s is not listed", [change.address, action])
}

deny contains msg if {
	some change in input.resource_changes
	some action in change.change.actions
	not action in harmless
	objects[change.change.before.id].fate == "keep"
	msg := sprintf("R36: %s: %s, but it is kept", [change.address, action])
}

deny contains msg if {
	some change in input.resource_changes
	change.change.importing
	some other in input.resource_changes
	"delete" in other.change.actions
	msg := sprintf("R37: %s is imported among deletes", [change.address])
}

deny contains msg if {
	some change in input.resource_changes
	item := objects[change.change.before.id]
	item.name != change.change.before.name
	msg := sprintf("R40: %s is %s, expected %s", [change.address, change.change.before.name, item.name])
}

deny contains msg if {
	some change in input.resource_changes
	item := objects[change.change.before.id]
	item.zone != change.change.before.zone
	msg := sprintf("R40: %s is in %s", [change.address, change.change.before.zone])
}
