# Made by Steward's playbook provision-nut-client.groovy; what stood here before lies in /var/backups/steward-nut-client.
# The last line of defence: where nobody holds the outage, this node goes by itself, in its slot (steward-shutdown.conf).
<% for (ups in upses) { %>
MONITOR ${ups} 1 ${user} "${password}" secondary
<% } %>
MINSUPPLIES ${supplies}
SHUTDOWNCMD "/usr/local/lib/steward/steward-shutdown"
<% if (notify) { %>
NOTIFYCMD ${notify}
<% } %>
<% for (type in types) { %>
NOTIFYFLAG ${type} ${flags}
<% } %>
POLLFREQ 5
POLLFREQALERT 5
DEADTIME 15
NOCOMMWARNTIME 300
RBWARNTIME 43200
# So long a secondary waits at a low battery for the FSD of its primary.
HOSTSYNC 15
FINALDELAY 0
RUN_AS_USER nut
