# Prints, for each pattern read from standard input, the hosts that `ansible PATTERN -i ... --list-hosts` names, by the very
# classes that command uses; one process for a whole table, since each start of ansible takes most of a second.
import sys
from ansible.errors import AnsibleError
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader

manager = InventoryManager(loader=DataLoader(), sources=sys.argv[1:])
explicit = manager._inventory.localhost
# below the first level Ansible walks a set, so that its order changes from run to run
nested = any(g.child_groups for g in manager.groups.values() if g.name != 'all')
for pattern in sys.stdin.read().splitlines():
    manager.clear_caches()
    manager._inventory.localhost = explicit
    try:
        names = manager.list_hosts(pattern)
    except AnsibleError:
        names = ['!refused']
    names = [str(name) for name in names]
    print('\t'.join([pattern] + (sorted(names) if nested else names)))
