"""The same work for Steward, for Ansible and, as its documentation says it, for pyinfra."""

WORK = {
    'one command': (
        "playbook('One') { play('One') { hosts 'all'; forks FORKS\n tasks { task('t') { command 'true' } } } }",
        "- hosts: all\n  gather_facts: false\n  tasks:\n    - command: 'true'\n",
        "from pyinfra.operations import server\nserver.shell(commands=['true'])\n"),
    'ten small tasks': (
        "playbook('Ten') { play('Ten') { hosts 'all'; forks FORKS\n tasks {\n"
        + "\n".join("task('t%d') { command 'echo', '%d' }" % (i, i) for i in range(10)) + "\n} } }",
        "- hosts: all\n  gather_facts: false\n  tasks:\n" + "".join("    - command: echo %d\n" % i for i in range(10)),
        "from pyinfra.operations import server\n" + "".join("server.shell(commands=['echo %d'])\n" % i for i in range(10))),
    'update, nothing to do': (
        "playbook('Update') { play('Update') { hosts 'all'; forks FORKS\n tasks {\n"
        "task('Upgrade') { apt upgrade: 'dist', updateCache: true, cacheValidTime: 1.hours, autoremove: true, autoclean: true; register 'u' }\n"
        "task('Reboot wanted') { stat path: '/var/run/reboot-required'; register 'r' }\n"
        "task('Log') { when { u.changed }; command 'logger', 'updated' } } } }",
        "- hosts: all\n  gather_facts: false\n  tasks:\n    - apt: {upgrade: dist, update_cache: true, cache_valid_time: 3600, autoremove: true, autoclean: true}\n"
        "      register: u\n    - stat: {path: /var/run/reboot-required}\n      register: r\n    - command: logger updated\n      when: u.changed\n",
        "from pyinfra.operations import apt, files\napt.update(cache_time=3600)\napt.dist_upgrade()\n"),
}
