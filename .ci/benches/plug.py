"""How fast a pulled plug is acted on: Debian's NUT, a packaged server, a plan whose first step writes down the time."""
import os, re, shutil, socket, statistics, subprocess, time

CONFIG = """server: {port: 0}
inventory: hosts.yml
playbooks: playbooks
schedules: {}
power:
  plan: ups.groovy
  poll: %s
  pollOnBattery: 1s
  stableFor: 1s
  hints: %s
  ups: {bench: {host: '127.0.0.1:%d'}}
"""
PLAN = """playbook('Bench') {
    onBattery confirm: 0.seconds
    wayBack note: 'bench'
    phase('Note') {
        startWhen { ups.onBattery }
        play('Here') { hosts 'here'; tasks { task('Note') { shell 'date +%%s.%%N >> %s' } } }
        recover { play('Here') { hosts 'here'; tasks { task('Back') { shell 'true' } } } }
    }
    phase('Never') {
        startWhen { ups.charge <= 1 }
        pointOfNoReturn()
        play('Here') { hosts 'here'; tasks { task('Off') { shell 'true' } } }
    }
}
"""
SCRIPT = 'runner/src/main/resources/dev/steward/runner/power/upsmon/steward-notify'


class Nut:
    """upsd and a dummy UPS, as the user nut, in a folder of their own."""

    def __init__(self, folder):
        self.conf, self.changed = folder + '/conf', time.time()
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            self.port = free.getsockname()[1]
        for name in ('conf', 'run'):
            os.makedirs(folder + '/' + name)
        for name, text in (('ups.conf', 'maxretry = 1\n[bench]\n driver = dummy-ups\n port = %s/bench.dev\n pollinterval = 1\n' % self.conf),
                           ('upsd.conf', 'LISTEN 127.0.0.1 %d\nMAXAGE 3\nSTATEPATH %s/run\n' % (self.port, folder)), ('upsd.users', '')):
            with open(self.conf + '/' + name, 'w') as f:
                f.write(text)
        self.status('OL')
        subprocess.run(['chown', '-R', 'nut:nut', folder], check=True)
        env = dict(os.environ, NUT_CONFPATH=self.conf, **{name: folder + '/run' for name in ('NUT_STATEPATH', 'NUT_ALTPIDPATH', 'NUT_PIDPATH')})
        self.running = [subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for argv in (
            ['/lib/nut/dummy-ups', '-a', 'bench', '-D', '-u', 'nut'], ['/lib/nut/upsd', '-F', '-u', 'nut'])]

    def status(self, status):
        """What the UPS says from now on; dummy-ups looks at the time of the file, in seconds, once a second."""
        self.changed += 2
        with open(self.conf + '/bench.new', 'w') as f:
            f.write('ups.status: %s\nbattery.charge: 90\nbattery.charge.low: 10\nbattery.runtime: 1620\nups.load: 36\n' % status)
        os.utime(self.conf + '/bench.new', (self.changed, self.changed))
        os.chmod(self.conf + '/bench.new', 0o644)
        os.replace(self.conf + '/bench.new', self.conf + '/bench.dev')
        return time.time()

    def seen(self, status):
        """When upsd tells it; the way from the file to upsd is the dummy's own."""
        until = time.time() + 20
        while time.time() < until:
            try:
                with socket.create_connection(('127.0.0.1', self.port), 2) as one:
                    one.sendall(b'GET VAR bench ups.status\n')
                    if ('"%s' % status).encode() in one.recv(200):
                        return time.time()
            except OSError:
                pass
            time.sleep(0.005)
        return None

    def stop(self):
        for one in self.running:
            one.terminate()
            one.wait()


def plug(house):
    from house import Missing
    if os.geteuid() != 0 or not os.path.exists('/lib/nut/upsd'):
        raise Missing('NUT needs root, and nut-server')
    os.chmod(house.folder, 0o755)
    hinted = [once(house, 'hinted-%d' % i, True) for i in range(house.chosen.runs)]
    polled = [once(house, 'polled-%d' % i, False) for i in range(house.chosen.runs)]
    from rows import below
    return [below('hint to first action, median of %d:' % len(hinted), statistics.median(hinted) * 1000, 200, 'ms', 0),
            below('without hint, polled each second:', statistics.median(polled), 2, 's')]


def once(house, name, hint):
    """Seconds from the hint, or from upsd's first word of it, to the first step's own time on the host."""
    from house import Missing
    folder, noted = os.path.join(house.folder, name), os.path.join(house.folder, name, 'noted')
    nut = Nut(folder + '/nut')
    try:
        spool = folder + '/spool'
        subprocess.run(['install', '-d', '-o', 'root', '-g', 'nut', '-m', '2730', spool], check=True)
        with open(os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), SCRIPT)) as f:
            script = house.write(name + '/steward-notify', f.read().replace('@SPOOL@', "'%s'" % spool))
        os.chmod(script, 0o755)
        if not nut.seen('OL'):
            raise Missing('upsd did not start')
        config = CONFIG % ('60s' if hint else '1s', spool, nut.port)
        files = {'hosts.yml': 'all: {hosts: {here: {ansible_connection: local}}}\n', 'playbooks/ups.groovy': PLAN % noted}
        with house.server(name, config, files) as server:
            time.sleep(house.size(10, 4))
            nut.status('OB DISCHRG')
            begun = nut.seen('OB')
            if hint:
                begun = time.time()
                subprocess.run([script, 'UPS bench@127.0.0.1:%d: ONBATT' % nut.port], check=True,
                               env=dict(os.environ, NOTIFYTYPE='ONBATT', UPSNAME='bench@127.0.0.1:%d' % nut.port))
            until = time.time() + 30
            while time.time() < until:
                if os.path.exists(noted) and os.path.getsize(noted):
                    with open(noted) as f:
                        return float(f.read().split()[0]) - begun
                time.sleep(0.01)
            raise Missing('no step began within 30 s')
    finally:
        nut.stop()
