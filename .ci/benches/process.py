"""What a command costs: wall time, CPU of all its processes, peak memory of all of them."""
import ctypes, os, signal, statistics, subprocess, sys, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STEWARD = os.path.join(ROOT, 'web', 'target', 'steward')
PR_SET_CHILD_SUBREAPER = 36


def tree(root):
    """The process and its descendants, as pid -> resident kB."""
    parents, sizes = {}, {}
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open('/proc/%s/stat' % pid) as f:
                stat = f.read().rsplit(')', 1)[1].split()
            parents[int(pid)], sizes[int(pid)] = int(stat[1]), int(stat[21]) * os.sysconf('SC_PAGE_SIZE') // 1024
        except (OSError, IndexError):
            continue
    ours, grown = {root}, True
    while grown:
        more = {p for p, parent in parents.items() if parent in ours} - ours
        ours |= more
        grown = bool(more)
    return {p: sizes[p] for p in ours if p in sizes}


def adopt(on):
    """Whether processes that a child leaves behind become ours, so that they can be counted and ended."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, int(on), 0, 0, 0)


def measure(argv, env, cwd=None):
    """Wall s, CPU s of the whole tree (helpers that left it for init included), peak MB of the whole tree, exit code."""
    others = set(tree(os.getpid()))
    peak, done = [0], threading.Event()
    before = os.times()
    adopt(True)

    def ours():
        return {pid: kb for pid, kb in tree(os.getpid()).items() if pid not in others}

    def watch():
        while not done.wait(0.02):
            peak[0] = max(peak[0], sum(ours().values()))
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    start = time.monotonic()
    process = subprocess.Popen(argv, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               start_new_session=True)
    output = process.communicate()[0]
    wall = time.monotonic() - start
    done.set()
    watcher.join()
    end(ours)
    adopt(False)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    if process.returncode != 0:
        print('FAILED (%d): %s\n%s' % (process.returncode, ' '.join(argv), output.decode(errors='replace')[-1500:]), file=sys.stderr)
    return wall, cpu, peak[0] / 1024, process.returncode


def end(ours):
    """Ends what a command left behind and takes its CPU time into account; servers that ran before are left alone."""
    until = time.monotonic() + 10
    while ours() and time.monotonic() < until:
        for pid in ours():
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, os.WNOHANG)
            except OSError:
                continue
        time.sleep(0.01)


def median(samples):
    return tuple(statistics.median(s[i] for s in samples) for i in range(3)) + (max(s[3] for s in samples),)
