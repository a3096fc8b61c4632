# Made by Steward's playbook provision-nut-client.groovy: when this node goes where nobody else switches it off. Times in seconds.
# The nodes, as the cluster names them, in the order in which they go; and this one.
nodes=${nodes.join(' ')}
node=${node}
# So long it waits for each that goes earlier.
slot=${slot}
# So long it waits for a Steward that has not claimed the outage yet.
grace=${grace}
# At most so long it stands back while Steward holds the outage.
standback=${standback}
command=${command}
