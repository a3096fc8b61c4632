"""What the rows of the table measure with: sizes, hosts, the tools that are compared, servers."""
import contextlib, os, re, shutil, subprocess, sys, tempfile, time

from process import ROOT, STEWARD, measure, median
from server import Server
from work import WORK

HOSTS = os.path.join(ROOT, '.ci', 'hosts')
MITOGEN = '/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy'
COMPARED = {'ten small tasks': ('steward', 'ansible', 'mitogen', 'pyinfra'), 'one command': ('steward', 'ansible', 'pyinfra', 'ssh'),
            'update, nothing to do': ('steward', 'ansible', 'pyinfra')}


class Missing(Exception):
    """Why something cannot be measured here."""


class Lab:
    """Hosts as one inventory that Ansible and Steward both read; the first n of them where fewer are wanted."""

    def __init__(self, folder, hosts, key, known):
        self.folder, self.hosts, self.key, self.known = folder, hosts, key, known

    def inventory(self, n):
        path = os.path.join(self.folder, 'inventory-%d.yml' % n)
        with open(path, 'w') as f:
            f.write('all:\n  vars:\n    ansible_user: root\n    ansible_port: 2222\n    ansible_ssh_private_key_file: %s\n'
                    '    ansible_ssh_common_args: -o UserKnownHostsFile=%s\n    ansible_python_interpreter: /usr/bin/python3\n  hosts:\n' % (self.key, self.known))
            f.writelines('    %s: {ansible_host: %s}\n' % host for host in self.hosts[:n])
        return path


class House:
    def __init__(self, chosen):
        self.chosen, self.quick = chosen, chosen.quick
        self.folder = tempfile.mkdtemp(prefix='steward-bench-')
        self.env = dict(os.environ, STEWARD_HOME=os.path.join(self.folder, 'cli'))
        for name in ('STEWARD_CONFIG', 'STEWARD_ARCHIVE'):
            self.env.pop(name, None)
        self.lab, self.samples = None, {}
        os.mkdir(self.env['STEWARD_HOME'], 0o700)

    def say(self, text):
        print('  ' + text, file=sys.stderr, flush=True)

    def size(self, whole, quick):
        return quick if self.quick else whole

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as f:
            f.write(text)
        return path

    # --- hosts ---

    def hosts(self, n):
        """A lab of at least n real hosts, each with a root file system and an sshd of its own."""
        if self.lab and len(self.lab.hosts) >= n:
            return self.lab
        if os.geteuid() != 0:
            raise Missing('the hosts need root')
        self.down()
        folder = os.path.join(self.folder, 'hosts')
        self.say('%d hosts come up' % n)
        if subprocess.run([HOSTS, 'up', str(n), folder, '--scenarios', 'nothing'], stdout=subprocess.DEVNULL).returncode != 0:
            raise Missing('the hosts did not come up')
        with open(folder + '/inventory.yml') as f:
            hosts = re.findall(r'^ +(host-\d+): \{ansible_host: ([\d.]+)', f.read(), re.M)
        self.lab = Lab(folder, hosts, folder + '/id_ed25519', folder + '/known_hosts')
        return self.lab

    def down(self):
        if self.lab:
            subprocess.run([HOSTS, 'down', self.lab.folder], stdout=subprocess.DEVNULL)
        self.lab = None

    def close(self):
        self.down()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- tools ---

    def steward(self, *words, cwd=None):
        """Cold, as it is from the second call on: the archive of loaded classes is there."""
        if not os.path.exists(self.env['STEWARD_HOME'] + '/classes.jsa'):
            subprocess.run([STEWARD, 'version'], env=self.env, stdout=subprocess.DEVNULL)
            until = time.monotonic() + 120
            while not os.path.exists(self.env['STEWARD_HOME'] + '/classes.jsa') and time.monotonic() < until:
                time.sleep(0.2)
        return measure([STEWARD] + list(words), self.env, cwd)

    def tool(self, name, work, n):
        """One run of some work by a tool; Missing where it is not installed here."""
        lab = self.hosts(n)
        inventory = lab.inventory(n)
        ours, theirs, deploy = WORK[work]
        if name == 'steward':
            return self.steward('run', self.write('w.groovy', ours.replace('FORKS', str(n))), '-i', inventory)
        if name == 'ssh':
            shell = "xargs -P %d -I{} ssh -o BatchMode=yes -o KexAlgorithms=curve25519-sha256 -o UserKnownHostsFile=%s -i %s -p 2222 root@{} true"
            addresses = ' '.join(address for _, address in lab.hosts[:n])
            return measure(['sh', '-c', "printf '%%s\\n' %s | %s" % (addresses, shell % (n, lab.known, lab.key))], self.env)
        if name == 'pyinfra':
            if not shutil.which('pyinfra'):
                raise Missing('pyinfra is not installed, and Debian has no package of it')
            data = "{'ssh_hostname': '%s', 'ssh_port': 2222, 'ssh_user': 'root', 'ssh_key': '%s', 'ssh_known_hosts_file': '%s'}"
            hosts = self.write('pyinfra/inventory.py', 'hosts = [%s]\n' % ', '.join(
                "('%s', %s)" % (host, data % (address, lab.key, lab.known)) for host, address in lab.hosts[:n]))
            return measure(['pyinfra', '-y', hosts, self.write('pyinfra/deploy.py', deploy)], self.env)
        if not shutil.which('ansible-playbook'):
            raise Missing('ansible-core is not installed: apt-get install ansible-core')
        env = dict(self.env, ANSIBLE_PIPELINING='1', ANSIBLE_FORKS=str(n), ANSIBLE_SSH_ARGS='-C -o ControlMaster=auto -o ControlPersist=60s')
        if name == 'mitogen':
            if not os.path.isdir(MITOGEN):
                raise Missing('mitogen is not installed: apt-get install ansible-mitogen')
            env.update(ANSIBLE_STRATEGY='mitogen_linear', ANSIBLE_STRATEGY_PLUGINS=MITOGEN)
        return measure(['ansible-playbook', '-i', inventory, self.write('w.yml', theirs)], env)

    def compared(self, work, n):
        """Medians by tool of runs side by side; a text in place of them where a tool is missing."""
        if (work, n) not in self.samples:
            self.hosts(n)
            tools = {}
            for name in COMPARED[work]:
                try:
                    if name == 'steward':
                        self.tool(name, work, n)
                    tools[name] = []
                except Missing as e:
                    tools[name] = str(e)
            for _ in range(self.chosen.runs):
                for name in tools:
                    try:
                        if isinstance(tools[name], list):
                            tools[name].append(self.tool(name, work, n))
                    except Missing as e:
                        tools[name] = str(e)
            self.samples[work, n] = {name: median(got) if isinstance(got, list) else got for name, got in tools.items()}
            for name, got in self.samples[work, n].items():
                self.say('%s, %d hosts, %s: %s' % (work, n, name, got if isinstance(got, str) else '%.2f s, CPU %.2f s, %.0f MB' % got[:3]))
        return self.samples[work, n]

    # --- servers ---

    @contextlib.contextmanager
    def server(self, name, config, files=()):
        folder = os.path.join(self.folder, name)
        for file, text in dict(files, **{'steward.yml': config}).items():
            self.write(os.path.join(name, file), text)
        os.makedirs(folder + '/playbooks', exist_ok=True)
        server = Server(folder)
        try:
            yield server
        finally:
            server.stop()
