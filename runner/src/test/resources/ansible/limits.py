# Prints, for each limit read from standard input, the hosts that `ansible all --limit LIMIT -i ... --list-hosts` names, as
# patterns.py does for patterns; what that command refuses is '!refused', also a limit that leaves no host.
import sys
from ansible.cli import CLI
from ansible.errors import AnsibleError
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader

manager = InventoryManager(loader=DataLoader(), sources=sys.argv[1:])
for limit in sys.stdin.read().splitlines():
    manager.clear_caches()
    try:
        names = [str(host) for host in CLI.get_host_list(manager, limit, 'all')]
    except AnsibleError:
        names = ['!refused']
    manager.subset(None)
    print('\t'.join([limit] + names))
