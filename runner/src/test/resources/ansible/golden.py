#!/usr/bin/python3
"""Writes again what Debian's ansible-core prints for each inventory of the corpus (apt-get install ansible-core).

Usage: golden.py DIR_OF_THE_CORPUS. Every command is ansible-inventory's own main in a process of its own; they are forked from
one that has loaded ansible already, because loading it takes most of a second.
"""
import os
import runpy
import shutil
import sys
import tempfile

from ansible.cli.inventory import main

HERE = os.path.dirname(os.path.abspath(__file__))


def captured(target, action):
    """Runs an action in a child with its output in a file; the file goes where the action fails."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.dup2(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            action()
            status = 0
        except SystemExit as end:
            status = end.code or 0
        finally:
            sys.stdout.flush()
            os._exit(status)
    if os.waitpid(child, 0)[1] != 0:
        os.remove(target)


def sources(case):
    named = os.path.join(case, 'sources')
    lines = open(named, encoding='utf-8').read().splitlines() if os.path.exists(named) else ['hosts.yml']
    return [line if ',' in line else os.path.join(case, line) for line in lines]


def patterns(case):
    sys.argv = ['patterns.py'] + sources(case)
    sys.stdin = open(os.path.join(case, 'patterns'), encoding='utf-8')
    runpy.run_path(os.path.join(HERE, 'patterns.py'))


def write(case):
    golden = os.path.join(case, 'golden')
    shutil.rmtree(golden, ignore_errors=True)
    os.mkdir(golden)
    options = [word for source in sources(case) for word in ('-i', source)]
    if os.path.isdir(os.path.join(case, 'playbook')):
        options += ['--playbook-dir', os.path.join(case, 'playbook')]

    def inventory(name, *words):
        captured(os.path.join(golden, name), lambda: main(['ansible-inventory'] + options + list(words)))

    inventory('list.json', '--list')
    inventory('graph.txt', '--graph')
    inventory('vars.txt', '--graph', '--vars')
    if os.path.exists(os.path.join(case, 'patterns')):
        captured(os.path.join(golden, 'hosts.tsv'), lambda: patterns(case))
        first = open(os.path.join(case, 'patterns'), encoding='utf-8').readline().rstrip('\n')
        inventory('host.json', '--host', first)


corpus = os.path.abspath(sys.argv[1])
with tempfile.TemporaryDirectory() as empty:
    os.chdir(empty)  # ansible-inventory takes group_vars of the working directory for the playbook's
    os.environ['ANSIBLE_LOCALHOST_WARNING'] = '0'
    for name in sorted(os.listdir(corpus)):
        if os.path.isdir(os.path.join(corpus, name)):
            write(os.path.join(corpus, name))
    os.chdir('/')
