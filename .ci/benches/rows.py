"""The rows of the table: one for each target. A row is measured by a function of the house and gives its figures."""
import collections, contextlib, http.client, json, os, re, signal, socket, statistics, subprocess, threading, time

from house import Missing
from plug import plug
from process import ROOT, STEWARD, measure
from server import Server, ask, share
import pages

Row = collections.namedtuple('Row', 'key what target measure')
Figure = collections.namedtuple('Figure', 'text met')  # met: whether the target is; None: there is none, or nothing to compare
CONFIG = 'server: {port: 0}\ninventory: %s\nplaybooks: playbooks\nschedules: {}\n'
HERE = 'all: {hosts: {here: {ansible_connection: local}}}\n'


def below(name, value, target, unit, digits=2):
    return Figure('%s %.*f %s' % (name, digits, value, unit), value <= target)


def ratios(house, work, n, targets, part=0):
    """Ours by theirs: wall (part 0), CPU (1) or memory (2)."""
    got = house.compared(work, n)
    unit = ('s', 's CPU', 'MB')[part]
    figures = [Figure('%d hosts: %.2f %s' % (n, got['steward'][part], unit), None)]
    for name, target in targets.items():
        if isinstance(got[name], str):
            figures.append(Figure('%s not measured: %s' % (name, got[name]), None))
        else:
            figures.append(below(name, got['steward'][part] / got[name][part], target, '(of %.2f %s)' % (got[name][part], unit)))
    return figures


def seen(house):
    return ratios(house, 'ten small tasks', house.size(50, 5), {'ansible': .04, 'mitogen': .06, 'pyinfra': .6})


def never_seen(house):
    """Another text each time, so that nothing is kept of it."""
    n = house.size(50, 5)
    lab, walls = house.hosts(n), []
    from work import WORK
    house.compared('ten small tasks', n)
    for i in range(house.chosen.runs):
        text = WORK['ten small tasks'][0].replace('FORKS', str(n)) + '\n// %s' % time.time_ns()
        walls.append(house.steward('run', house.write('fresh-%d.groovy' % i, text), '-i', lab.inventory(n))[0])
    theirs = house.compared('ten small tasks', n)['pyinfra']
    figures = [Figure('%d hosts: %.2f s' % (n, statistics.median(walls)), None)]
    return figures + ([Figure('pyinfra not measured: ' + theirs, None)] if isinstance(theirs, str)
                      else [below('pyinfra', statistics.median(walls) / theirs[0], 1.0, '')])


def first_host(house):
    return ratios(house, 'one command', house.size(50, 5), {'ansible': .2, 'pyinfra': 1.2, 'ssh': 2.0})


def update(house):
    return [figure for n in house.size((10, 50), (3, 5)) for figure in
            ratios(house, 'update, nothing to do', n, {'ansible': .12, 'pyinfra': .85})]


def client_cpu(house):
    few, many = house.size((10, 50), (3, 5))
    return (ratios(house, 'ten small tasks', few, {'ansible': .15}, 1)
            + ratios(house, 'ten small tasks', many, {'ansible': .15, 'pyinfra': 1.0}, 1))


def memory(house):
    n = house.size(50, 5)
    got = house.compared('ten small tasks', n)
    rest = ['%s %.0f MB' % (name, got[name][2]) for name in got if name != 'steward' and not isinstance(got[name], str)]
    return [below('ten tasks x %d' % n, got['steward'][2], 180, 'MB', 0), Figure('; '.join(rest), None)]


# --- through a running server ---

def run(server, playbook, **more):
    """Begins a run as a program does and waits for its end: seconds, status, the run."""
    connection = http.client.HTTPConnection('localhost', server.port, timeout=600)
    head = {'Content-Type': 'application/json', 'Accept': 'application/json', 'Authorization': 'Bearer ' + server.wait(r'shown this once: (\S+)')}
    begun = time.monotonic()
    connection.request('POST', '/api/v1/runs', json.dumps(dict(more, playbook=playbook)), head)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status not in (200, 201, 202):
        raise Missing('the server did not begin the run: %s' % body[:300].decode())
    made = json.loads(body)
    number = made.get('id') or made.get('run')
    # as programs wait for an end: asked again and again, the server would be busy with the answers
    connection.request('GET', '/api/v1/runs/%d/events' % number, headers=dict(head, Accept='text/event-stream'))
    stream = connection.getresponse()
    if not any(line.startswith(b'event: end') for line in iter(stream.readline, b'')):
        raise Missing('the events of the run ended before it did')
    took = time.monotonic() - begun
    connection.close()
    known = json.loads(ask(http.client.HTTPConnection('localhost', server.port, timeout=600), '/api/v1/runs/%d' % number)[1])
    return took, known['status'], known


def through(house, work, n, times=5):
    """The median of runs by REST and by the command line, after one that nobody waits for."""
    from work import WORK
    lab = house.hosts(n)
    text = WORK[work][0].replace('FORKS', str(n))
    name = 'serves-%s-%d' % (work.split()[0], n)
    with house.server(name, CONFIG % lab.inventory(n), {'playbooks/w.groovy': text}) as server:
        rest, line = [], []
        for _ in range(times + 1):
            took, status, _known = run(server, 'w.groovy')
            if status != 'ok':
                raise Missing('the run ended ' + status)
            rest.append(took)
        env = dict(server.env)
        for _ in range(times):
            begun = time.monotonic()
            subprocess.run([STEWARD, 'run', 'playbooks/w.groovy', '-i', lab.inventory(n)], cwd=server.folder, env=env, stdout=subprocess.DEVNULL, check=True)
            line.append(time.monotonic() - begun)
        return statistics.median(rest[1:]), statistics.median(line)


def served(house):
    n = house.size(50, 5)
    rest, line = through(house, 'ten small tasks', n)
    theirs = house.compared('ten small tasks', n)['pyinfra']
    figures = [below('%d hosts: by REST' % n, rest, .8, 's'), below('by steward run', line, .8, 's')]
    return figures + ([Figure('pyinfra not measured: ' + theirs, None)] if isinstance(theirs, str) else [below('pyinfra', rest / theirs[0], .4, '')])


def kept(house):
    few, many = house.size((50, 200), (5, 10))
    return [below('%d hosts: by REST' % n, through(house, 'one command', n)[0], most, 's (on sessions that the run before left)') for n, most in ((few, .15), (many, .6))]


# --- growth ---

def growth(house):
    return fifty_to_two_hundred(house) + thousand(house) + simulated(house)


def fifty_to_two_hundred(house):
    few, many = house.size((50, 200), (5, 10))
    house.hosts(many)
    walls = {}
    for n in (few, many):
        house.tool('steward', 'ten small tasks', n)
        walls[n] = statistics.median(house.tool('steward', 'ten small tasks', n)[0] for _ in range(house.chosen.runs))
    return [below('a host of %d by one of %d' % (many, few), walls[many] / many / (walls[few] / few), 1.3, '')]


def peak(pid):
    with open('/proc/%d/status' % pid) as f:
        return int(re.search(r'VmHWM:\s+(\d+)', f.read()).group(1)) // 1024


def in_server(house, name, inventory, text, hosts):
    """A run through a server that has 512 MB of heap, its launcher's own limit."""
    with house.server(name, CONFIG % inventory, {'playbooks/w.groovy': text}) as server:
        took, status, known = run(server, 'w.groovy')
        good = status == 'ok'
        return Figure('%s: %d hosts %s in %.1f s, the server took %d MB at most' % (name, hosts, status, took, peak(server.process.pid)), good)


def thousand(house):
    """Real sshd, one process and one address each; they share this machine's files."""
    from work import WORK
    n = house.size(1000, 40)
    with sshds(house, n) as lab:
        text = WORK['ten small tasks'][0].replace('FORKS', str(n))
        return [in_server(house, 'thousand', lab.inventory(n), text, n)]


@contextlib.contextmanager
def sshds(house, n):
    from house import Lab
    if os.geteuid() != 0 or not os.path.exists('/usr/sbin/sshd'):
        raise Missing('sshd needs root, and openssh-server')
    folder = os.path.join(house.folder, 'sshds')
    os.makedirs(folder, exist_ok=True)
    os.makedirs('/run/sshd', exist_ok=True)
    for key in ('host', 'id'):
        subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', '%s/%s' % (folder, key)], check=True)
    os.replace(folder + '/id.pub', folder + '/authorized')
    public = ' '.join(open(folder + '/host.pub').read().split()[:2])
    hosts = [('h%d' % i, '127.93.%d.%d' % (i // 250, i % 250 + 1)) for i in range(n)]
    house.write('sshds/known', ''.join('[%s]:2222 %s\n' % (address, public) for _, address in hosts))
    config = house.write('sshds/config', 'HostKey %s/host\nAuthorizedKeysFile %s/authorized\nStrictModes no\nPermitRootLogin prohibit-password\nUsePAM no\n'
                                         'UseDNS no\nPidFile none\nLogLevel QUIET\nSetEnv HOME=%s\n' % (folder, folder, folder))
    house.say('%d sshd start' % n)
    running = [subprocess.Popen(['/usr/sbin/sshd', '-D', '-f', config, '-o', 'ListenAddress=%s:2222' % address], stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL) for _, address in hosts]
    try:
        for _, address in hosts:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                try:
                    socket.create_connection((address, 2222), 5).close()
                    break
                except OSError:
                    time.sleep(0.05)
        yield Lab(folder, hosts, folder + '/id', folder + '/known')
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()


def simulated(house):
    """Names whose commands run on this machine, without SSH."""
    n = house.size(10_000, 500)
    inventory = house.write('many.yml', "all: {vars: {ansible_connection: local}, hosts: {'m[1:%d]': }}\n" % n)
    return [in_server(house, 'simulated', inventory, "playbook('One') { play('One') { hosts 'all'; forks 100\n tasks { task('t') { command 'true' } } } }", n)]


# --- engine, start ---

def engine(house):
    """Tasks that do nothing on a host, by the product whole: what one more of them costs."""
    hosts, tasks = house.size(100, 20), house.size(100, 20)
    inventory = house.write('engine.yml', "all: {vars: {ansible_connection: local}, hosts: {'e[1:%d]': }}\n" % hosts)
    walls = []
    for count in (1, tasks + 1):
        text = "playbook('Engine') { play('Engine') { hosts 'all'; forks 100\n tasks {\n%s\n} } }" % '\n'.join("task('t%d') { debug 'nothing' }" % i for i in range(count))
        playbook = house.write('engine-%d.groovy' % count, text)
        house.steward('run', playbook, '-i', inventory)
        walls.append(statistics.median(house.steward('run', playbook, '-i', inventory)[0] for _ in range(house.chosen.runs)))
    return [below('%d hosts x %d tasks:' % (hosts, tasks), (walls[1] - walls[0]) / hosts / tasks * 1000, 3, 'ms')]


def cold(house):
    playbook = os.path.join(ROOT, 'playbooks', 'weekly-updates.groovy')
    figures = []
    for words, most in ((['version'], .2), (['check', playbook], .7)):
        house.steward(*words)
        figures.append(below(words[0], statistics.median(house.steward(*words)[0] for _ in range(max(5, house.chosen.runs))), most, 's'))
    return figures


def serve(house):
    """From the start of the process until a page has come; memory when it has rested. The first start makes the archive of classes."""
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    ups = []
    archive = house.folder + '/start/state/serve.jsa'
    for number in range(house.size(4, 2)):
        house.write('start/steward.yml', CONFIG.replace('playbooks: playbooks\n', '') % house.write('start/hosts.yml', HERE))
        env = dict(house.env, STEWARD_HOME=house.folder + '/start/state')
        begun = time.monotonic()
        process = subprocess.Popen([STEWARD, 'serve', '--port', str(port)], cwd=house.folder + '/start', env=env, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while True:
                try:
                    ask(http.client.HTTPConnection('localhost', port, timeout=10), '/')
                    break
                except OSError:
                    if process.poll() is not None or time.monotonic() > begun + 120:
                        raise Missing('the server did not start')
                    time.sleep(0.005)
            if number > 0:
                ups.append(time.monotonic() - begun)
            time.sleep(house.size(20, 1))
            until = time.monotonic() + house.size(90, 0)
            while not os.path.exists(archive) and time.monotonic() < until:
                time.sleep(0.5)
            with open('/proc/%d/status' % process.pid) as f:
                resident = int(re.search(r'VmRSS:\s+(\d+)', f.read()).group(1)) / 1024
        finally:
            process.terminate()
            process.wait()
    return [below('first page', statistics.median(ups), .9, 's'), below('resident', resident, 200, 'MB', 0)]


# --- reboot ---

def back(house):
    """From sshd's first word after a reboot until the task that waited for it has ended."""
    lab = house.hosts(1)
    name, address = lab.hosts[0]
    text = "playbook('Reboot') { play('Reboot') { hosts '%s'\n tasks { task('r') { reboot delay: 0.seconds } } } }" % name
    playbook, late = house.write('reboot.groovy', text), []
    for _ in range(house.chosen.runs):
        answered, done = [], threading.Event()
        process = subprocess.Popen([STEWARD, 'run', '--json', playbook, '-i', lab.inventory(1)], env=house.env, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, text=True)
        threading.Thread(target=listen, args=(address, answered, done), daemon=True).start()
        ended = None
        for line in process.stdout:
            if '"taskFinished"' in line:
                ended = time.monotonic()
        done.set()
        if process.wait() != 0 or not answered or not ended:
            raise Missing('the host did not reboot')
        late.append(ended - answered[0])
    return [below('', statistics.median(late), 1, 's after sshd')]


def listen(address, answered, done):
    """Notes when sshd answers again after it did not."""
    down = False
    while not done.is_set() and not answered:
        try:
            with socket.create_connection((address, 2222), 1) as one:
                one.settimeout(1)
                if one.recv(4) == b'SSH-' and down:
                    answered.append(time.monotonic())
        except OSError:
            down = True
        time.sleep(0.01)


# --- much output, much history ---

def lines(house):
    """Commands that print, with their output kept and with it thrown away; then pages of what they printed. A hundred of them,
    since of each no more than the first ten thousand lines are kept."""
    hosts = house.size(100, 2)
    say = ("playbook('Says') { play('Says') { hosts 'all'; tasks { task('Say') { "
           "shell 'seq -f \"%%.0f is a line of about eighty characters, as programs print them on a usual day\" 10000%s' } } } }")
    here = 'all: {vars: {ansible_connection: local}, hosts: {%s}}\n' % ', '.join('h%03d: {}' % i for i in range(hosts))
    files = {'hosts.yml': here, 'playbooks/says.groovy': say % '', 'playbooks/mute.groovy': say % ' > /dev/null'}
    with house.server('lines', CONFIG % 'hosts.yml', files) as server:
        run(server, 'mute.groovy')
        mute = run(server, 'mute.groovy')[0]
        run(server, 'says.groovy')
        before = server.cpu()
        took, status, known = run(server, 'says.groovy')
        cpu = server.cpu() - before
        connection = http.client.HTTPConnection('localhost', server.port, timeout=120)
        number, last = known['id'], known['lastEvent']
        kept = ask(connection, '/runs/%d/log.txt' % number)[1].count(b' is a line of ')
        paths = ['/runs/%d/log?after=%d' % (number, last * i // 50) for i in range(50)]
        for path in paths[:5]:
            ask(connection, path)
        times = [ask(connection, path)[0] for path in paths * house.size(4, 1)]
        searched = ask(connection, '/runs/%d/log?at=1&q=10000+is+a' % number)[0]
    return [Figure('%d lines kept of %d hosts: %.0f lines/s, %s' % (kept, hosts, kept / took, status),
                   kept == hosts * 10_000 and kept / took >= 100_000 and status == 'ok'),
            Figure('the run took %.1f s and %.1f s CPU of the server, %.1f s with its output thrown away' % (took, cpu, mute), None),
            below('log page p99', share(times, .99), 50, 'ms', 0), Figure('all of it searched in %.0f ms' % searched, None)]


def history(house):
    return house_of_runs(house)[0]


def live(house):
    return house_of_runs(house)[1]


def house_of_runs(house):
    """Both rows need the same server with a long history: it is filled once."""
    if 'runs' not in house.samples:
        chosen = house.chosen
        chosen.asks, chosen.live = house.size(100, 20), house.size(500, 20)
        chosen.history = house.size(1_000_000, 5_000)
        folder = os.path.join(house.folder, 'history')
        house.say('%d runs are written' % chosen.history)
        sizes = type('', (), {'runs': chosen.history, 'asks': chosen.asks, 'live': chosen.live})
        pages.fill(folder, sizes, house.say)
        server = Server(folder)
        try:
            slow = pages.pages(server, sizes, house.say)
            worst = max(slow, key=slow.get)
            seen = pages.live(server, sizes, house.say)
        finally:
            server.stop()
        house.samples['runs'] = (
            [Figure('%d runs, %d pages: worst p99 %.0f ms (%s)' % (chosen.history, len(slow), slow[worst], worst), slow[worst] <= 50)],
            [Figure('%d open: event to page p99 %.0f ms; memory %d -> %d MB' % (chosen.live, seen['p99'], seen['before'], seen['open']), seen['p99'] <= 250)])
    return house.samples['runs']


def cluster(house):
    """The figures of a spec: CPU of the threads that ask and read, which a busy machine spoils less than wall time."""
    done = subprocess.run(['mvn', '-q', 'verify', '-pl', 'dsl,runner', '-Dtest=EstateFiguresSpec', '-Dsurefire.failIfNoSpecifiedTests=false'],
                          cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    figures = [line[len('estate: '):] for line in done.stdout.splitlines() if line.startswith('estate: ')]
    if not figures or done.returncode:
        raise Missing('EstateFiguresSpec did not run: ' + done.stdout[-300:])
    return [Figure(text, None) for text in figures]


ROWS = [
    Row('seen', 'ten tasks x 50 hosts, cold CLI, playbook seen before', 'wall <= 0.04 of ansible, <= 0.06 of mitogen, <= 0.6 of pyinfra', seen),
    Row('unseen', 'ten tasks x 50 hosts, playbook never seen', '<= 1.0 of pyinfra', never_seen),
    Row('served', 'ten tasks x 50 hosts through a running server', '<= 0.4 of pyinfra; <= 0.8 s', served),
    Row('one', 'one command x 50 hosts, cold CLI', '<= 0.2 of ansible, <= 1.2 of pyinfra, <= 2.0 of ssh curve25519', first_host),
    Row('kept', 'one command through a running server with kept sessions, 50 / 200 hosts', '<= 0.15 s / <= 0.6 s', kept),
    Row('update', 'update playbook, nothing to do, 10 and 50 hosts, cold CLI', '<= 0.12 of ansible, <= 0.85 of pyinfra', update),
    Row('cpu', 'client CPU', '<= 0.15 of ansible at 10 hosts and more, <= 1.0 of pyinfra at 50', client_cpu),
    Row('memory', 'peak memory, cold CLI, 50 hosts', '<= 180 MB', memory),
    Row('growth', 'growth', 'wall per host at 200 hosts <= 1.3 of that at 50; 1,000 hosts from one server within 512 MB heap; 10,000 simulated', growth),
    Row('engine', 'added latency of the engine per host and task', '<= 3 ms', engine),
    Row('back', 'back after reboot noticed', '<= 1 s after sshd answers', back),
    Row('cold', 'steward version / check of one playbook, CLI cold', '<= 0.2 s / <= 0.7 s', cold),
    Row('serve', 'server to first HTTP 200; resident memory idle', '<= 0.9 s; <= 200 MB', serve),
    Row('plug', 'NUT hint to first action; event seen without hint', '<= 200 ms; <= 2 s', plug),
    Row('lines', 'event log', '>= 100,000 lines/s accepted without slowing tasks; 1 M lines readable, searchable, p99 of a log page <= 50 ms', lines),
    Row('history', 'history of 1 M runs', 'any filter page p99 <= 50 ms', history),
    Row('live', 'live page: 500 open on one run', 'event to page p99 <= 250 ms, memory bounded per client', live),
    Row('cluster', 'cluster of 8 nodes, 500 guests', 'refresh <= 1 s of work, polling <= 1 % of a core', cluster),
]
