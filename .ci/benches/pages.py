"""What the page costs when its history is long: a server on H2 with a million runs, asked one page after the other, then
open live pages on one run that prints. Prints p50, p95 and p99 of each page, memory, and event to page. Asserts nothing.

  .ci/bench pages [--runs N] [--asks N] [--live N] [--keep DIR]     needs neither root nor hosts; 5 minutes, 3 GB of disk"""
import argparse, glob, hashlib, http.client, json, os, re, selectors, shutil, socket, subprocess, sys, tempfile, time

from process import ROOT, STEWARD
from server import Server, ask, share

PAGES = [
    ('home', '/'),
    ('runs', '/runs'),
    ('runs, failed', '/runs?status=failed'),
    ('runs, not ok', '/runs?status=!ok'),
    ('runs, rare status', '/runs?status=lost'),
    ('runs of a playbook', '/runs?playbook=Playbook+7'),
    ('runs of a host', '/runs?host=web-77'),
    ('runs of a host, failed', '/runs?host=web-77&status=failed'),
    ('runs of a person', '/runs?by=person-7'),
    ('runs of a schedule', '/runs?schedule=nightly-7'),
    ('runs of a limit', '/runs?limited=web-77'),
    ('runs of a day', '/runs?from=2024-06-01&to=2024-06-01'),
    ('runs, checks only', '/runs?check=yes'),
    ('runs, words in errors', '/runs?q=could+not+get+lock'),
    ('runs, words nowhere', '/runs?q=nowhere+to+be+found'),
    ('runs, words in output', '/runs?output=12345'),
    ('runs, far back', '/runs?before={middle}'),
    ('a run', '/runs/{middle}'),
    ('its log', '/runs/{middle}/log'),
    ('compared', '/runs/{failed}/compare'),
    ('playbooks', '/playbooks'),
    ('schedules', '/schedules'),
    ('approvals', '/approvals'),
    ('patches', '/patches'),
    ('power', '/power'),
    ('alerts', '/alerts'),
    ('metrics', '/metrics'),
    ('REST runs', '/api/v1/runs?limit=100'),
    ('REST runs, failed', '/api/v1/runs?status=failed&limit=100'),
]

# Run n has playbook n mod 20 and host n mod 500; every 97th failed, every 997th is lost, every 11th is a check.
HISTORY = """
insert into kept_text (sha256, content) values ('{none}', '');
insert into run (playbook, playbook_file, inventory_sha, parameters, options, cause_kind, cause_name, schedule_name, status, epoch, created_at,
    started_at, finished_at, exit_code, message, recap, noticed, last_event, hosts_ok, hosts_changed, hosts_failed, hosts_unreachable, hosts_aborted, hosts_not_reached)
  select 'Playbook ' || mod(n, 20), 'p' || mod(n, 20) || '.groovy', '{none}', '{{}}',
    '{{"limit":"web-' || mod(n, 500) || '","check":' || case when mod(n, 11) = 0 then 'true' else 'false' end || '}}',
    case when mod(n, 3) = 0 then 'person' else 'schedule' end,
    case when mod(n, 3) = 0 then 'person-' || mod(n, 50) else 'nightly-' || mod(n, 20) end,
    case when mod(n, 3) = 0 then null else 'nightly-' || mod(n, 20) end,
    case when mod(n, 997) = 0 then 'lost' when mod(n, 97) = 0 then 'failed' else 'ok' end, 1, at, at, dateadd(second, 40 + mod(n, 20), at), 0,
    case when mod(n, 97) = 0 then 'host web-' || mod(n, 500) || ': could not get lock' else '' end, '{{"hosts":{{}}}}', true, 9, 1, 0, 0, 0, 0, 0
  from (select x as n, dateadd(second, x * 70, timestamp with time zone '2024-01-01 00:00:00+00') as at from system_range(1, {runs}));
insert into run_host (run, host) select x, 'web-' || mod(x, 500) from system_range(1, {runs});
insert into run_step (run, step, position, play, name, module) select x, '0.0', 0, 'Update', 'Upgrade', 'apt' from system_range(1, {runs});
insert into run_task (run, step, host, status, ignored, took_millis, message, event_number)
  select x, '0.0', 'web-' || mod(x, 500), 'ok', false, 900,
    case when mod(x, 97) = 0 then 'could not get lock /var/lib/dpkg' else mod(x, 7) || ' packages' end, 5 from system_range(1, {runs});
insert into run_event (id, last_id, happened_at, kind, host, step, payload)
  select x * 4294967296 + 4, x * 4294967296 + 4, dateadd(second, x * 70, timestamp with time zone '2024-01-01 00:00:00+00'), 'output',
    'web-' || mod(x, 500), '0.0', '[[0,0,"stdout","Say ' || x || ' done"]]' from system_range(1, {runs});
insert into run_tally (playbook, host, outcome, runs)
  select playbook, '', status, count(*) from run where options not like '%"check":true%' group by playbook, status;
analyze;
"""
CONFIG = """server: {port: 0}
inventory: inventory.yml
playbooks: playbooks
retention: {days: 36500, runs: 100000000}
schedules: {}
"""
SAYS = """playbook('Says') { play('Says') { hosts 'here'; tasks {
  task('Say') { shell 'for i in $(seq 60); do date +said-%s.%N; sleep 0.5; done' }
} } }
"""


def pages(server, chosen, say=print):
    """The p99 of each page, in ms."""
    slow = {}
    failed = chosen.runs // 2 // 97 * 97
    connection = http.client.HTTPConnection('localhost', server.port, timeout=60)
    say('%-26s %9s %9s %9s %9s %9s' % ('page', 'first', 'p50 ms', 'p95 ms', 'p99 ms', 'kB'))
    for name, path in PAGES:
        path = path.format(middle=chosen.runs // 2, failed=failed)
        first, body = ask(connection, path)
        times = [ask(connection, path)[0] for _ in range(chosen.asks)]
        slow[name] = share(times, .99)
        say('%-26s %9.1f %9.1f %9.1f %9.1f %9.1f' % (name, first, share(times, .5), share(times, .95), slow[name], len(body) / 1024))
    say('resident memory %d MB' % server.resident())
    return slow


def live(server, chosen, say=print):
    """Many open pages follow one run that prints the time it is; how old a line is when it arrives, in ms, and memory."""
    before = server.resident()
    subprocess.Popen([STEWARD, 'run', 'says.groovy', '-i', 'inventory.yml'], cwd=server.folder, env=server.env,
                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    connection = http.client.HTTPConnection('localhost', server.port, timeout=60)
    until, run = time.monotonic() + 30, None
    while run is None and time.monotonic() < until:
        time.sleep(0.3)
        newest = json.loads(ask(connection, '/api/v1/runs?limit=1')[1])['runs'][0]
        run = newest['id'] if newest['playbook'] == 'Says' and newest['status'] == 'running' else None
    if run is None:
        sys.exit('The run of the live pages did not begin')
    selector, ages, rest = selectors.DefaultSelector(), [], {}
    for _ in range(chosen.live):
        one = socket.create_connection(('localhost', server.port))
        one.sendall(('GET /api/v1/runs/%d/events HTTP/1.1\r\nHost: localhost:%d\r\nAccept: text/event-stream\r\n\r\n' % (run, server.port)).encode())
        one.setblocking(False)
        selector.register(one, selectors.EVENT_READ)
        rest[one] = b''
    opened = time.time()
    while time.time() < opened + 15:
        for key, _ in selector.select(1):
            data = key.fileobj.recv(65536)
            now = time.time()
            text = rest[key.fileobj] + data
            for said in re.finditer(rb'said-(\d+\.\d+)', text):
                if float(said.group(1)) > opened + 1 and said.end() < len(text):
                    ages.append((now - float(said.group(1))) * 1000)
            rest[key.fileobj] = text[text.rfind(b'said-'):][-40:] if text.endswith(tuple(b'0123456789.'[i:i + 1] for i in range(11))) else b''
    while_open = server.resident()
    for one in rest:
        one.close()
    if not ages:
        sys.exit('No line arrived at the live pages')
    say('%d open live pages: %d lines arrived, event to page p50 %.0f ms, p99 %.0f ms, most %.0f ms; memory %d -> %d MB' % (
        chosen.live, len(ages), share(ages, .5), share(ages, .99), max(ages), before, while_open))
    return {'p99': share(ages, .99), 'before': before, 'open': while_open}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('--runs', type=int, default=1_000_000)
    options.add_argument('--asks', type=int, default=100)
    options.add_argument('--live', type=int, default=500)
    options.add_argument('--keep', metavar='DIR', help='the filled folder; used again when it is there')
    chosen = options.parse_args()
    if not os.path.exists(STEWARD):
        sys.exit('Steward is not built. Run: mvn -q -DskipTests package')
    folder = os.path.abspath(chosen.keep) if chosen.keep else tempfile.mkdtemp(prefix='steward-bench-')
    try:
        if not os.path.exists(os.path.join(folder, 'filled')):
            fill(folder, chosen)
        server = Server(folder)
        try:
            print('start until it serves %.2f s, resident %d MB, %d runs' % (server.up, server.resident(), chosen.runs))
            pages(server, chosen)
            live(server, chosen)
        finally:
            server.stop()
    finally:
        if not chosen.keep:
            shutil.rmtree(folder, ignore_errors=True)


def fill(folder, chosen, say=print):
    os.makedirs(os.path.join(folder, 'playbooks'), exist_ok=True)
    for name, text in (('steward.yml', CONFIG), ('says.groovy', SAYS), ('inventory.yml', 'all: {hosts: {here: {ansible_connection: local}}}\n')):
        with open(os.path.join(folder, name), 'w') as f:
            f.write(text)
    Server(folder).stop()
    script = os.path.join(folder, 'history.sql')
    with open(script, 'w') as f:
        f.write(HISTORY.format(none=hashlib.sha256(b'').hexdigest(), runs=chosen.runs))
    h2 = glob.glob(os.path.join(ROOT, 'web', 'target', 'lib', 'h2-*.jar'))[0]
    begun = time.monotonic()
    subprocess.run(['java', '-Xmx2g', '-cp', h2, 'org.h2.tools.RunScript', '-url', 'jdbc:h2:' + os.path.join(folder, 'state', 'steward'),
                    '-user', 'sa', '-script', script], check=True)
    open(os.path.join(folder, 'filled'), 'w').close()
    say('%d runs written in %.0f s' % (chosen.runs, time.monotonic() - begun))


if __name__ == '__main__':
    main()
