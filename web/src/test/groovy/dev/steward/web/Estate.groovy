package dev.steward.web

import dev.steward.runner.event.Cause
import dev.steward.runner.event.Diff
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.Recap
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.store.NewRun
import java.nio.file.Files
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit

/** Weeks of a small estate's runs, as an engine would have written them. */
class Estate {

    static final List<String> CONTAINERS = ['dns-1', 'git', 'mail', 'media', 'metrics', 'proxy', 'vault', 'wiki']
    static final List<String> VMS = ['docker-1', 'docker-2', 'docker-3', 'docker-4']
    static final List<String> TASKS = ['Upgrade packages', 'Check whether a reboot is required', 'Say that a reboot is required',
                                       'Reboot', 'Report what is left to upgrade']
    static final Duration WEEK = Duration.ofDays(7)

    final WebFixture web

    Estate(WebFixture web) { this.web = web }

    /** Six weekly rounds up to now, with what may go wrong, and one that runs. */
    long build(Instant now) {
        (6..2).each { weeks ->
            web.time.set(now - WEEK.multipliedBy(weeks))
            weekly(weeks == 3 ? ['mail', 'git', 'wiki'] : [], true)
        }
        web.time.set(now - Duration.ofDays(9))
        single('Update LXC containers', 'update-lxc-containers.groovy', 'anna', [check: true, diff: true, limit: 'mail:git'], [])
        web.time.set(now - Duration.ofDays(8))
        web.store.runs().missed(start('Weekly updates', 'weekly-updates.groovy', new Cause(Cause.Kind.SCHEDULE, 'weekly-updates'),
                [:], 'weekly-updates'), 'Steward was down from 02:58 to 03:14')
        web.time.set(now - Duration.ofHours(31))
        single('Update Docker VMs', 'update-docker-vms.groovy', 'deploy-bot', [limit: 'docker-3'], ['docker-3'], Cause.Kind.API)
        web.time.set(now - Duration.ofHours(20))
        weekly(['mail', 'git'], true)
        web.time.set(now - Duration.ofMinutes(3))
        weekly(['proxy'], false)
    }

    NewRun start(String name, String file, Cause cause, Map options, String schedule = null) {
        List<String> files = file == 'weekly-updates.groovy' ? [file, 'update-lxc-containers.groovy', 'update-docker-vms.groovy'] : [file]
        new NewRun(name, file, files.collect { new NewRun.Source(it, Files.readString(web.folder.resolve(it))) }, '{"hosts":{}}',
                [autoReboot: true, rebootDelay: '10 s', adminPassword: '***'], [check: false, diff: false] + options, cause,
                Optional.ofNullable(schedule), Optional.ofNullable(schedule ? web.time.now() : null))
    }

    EventLog begin(NewRun run) {
        long id = web.store.runs().create(run)
        last = id
        web.store.runs().logFor(id, web.store.runs().claim(id).epoch())
    }

    long last

    /** A run at work on the cluster: a backup half done, a guest shut down, one that did not follow. */
    long onCluster() {
        EventLog log = begin(start('Shut down guests', 'weekly-updates.groovy', new Cause(Cause.Kind.PERSON, 'anna'), [:]))
        log.append(new RunEvent.RunStarted('Shut down guests', 'weekly-updates.groovy', ['Guests'], false))
        log.append(new RunEvent.PlayStarted(0, 'Guests', 0, 1, ['docker-1', 'mail'], [new RunEvent.TaskRef('0.0', 'Back up and shut down', 'guest')]))
        ['docker-1', 'mail'].each { log.append(new RunEvent.TaskStarted('0.0', 'Back up and shut down', it, Optional.empty(), 'guest', true)) }
        upid(log, 'docker-1', 'vzdump:201', 'back up VM 201 docker-1', ['INFO: starting new backup job: vzdump 201', 'INFO:  12% (3.9 GiB of 32.0 GiB) in 9s', 'INFO:  41% (13.1 GiB of 32.0 GiB) in 31s'], null)
        upid(log, 'docker-1', 'qmsnapshot:201', 'snapshot VM 201 docker-1', ['snapshotting'], 'ok')
        upid(log, 'mail', 'vzshutdown:104', 'shutdown CT 104 mail', ["command 'lxc-stop -n 104 --nokill --timeout 60' failed: exit code 1"], 'failed')
        last
    }

    private static void upid(EventLog log, String host, String type, String action, List<String> lines, String result) {
        String upid = "UPID:pve-node1:000004AA:0006EF7C:6B0105C1:$type:root@pam!steward:"
        log.append(new RunEvent.UpidStarted('0.0', host, 'home', upid, action, Optional.of('https://pve1.example.com:8006/#v1:0:=node%2Fpve-node1:4:::::::')))
        log.append(new RunEvent.Output('0.0', host, upid, lines.join('\n')))
        if (result) {
            log.append(new RunEvent.UpidEnded('0.0', host, 'home', upid, result, result == 'ok' ? 'OK' : lines.last(), Duration.ofSeconds(61)))
        }
    }

    private long weekly(List<String> broken, boolean whole) {
        EventLog log = begin(start('Weekly updates', 'weekly-updates.groovy', new Cause(Cause.Kind.SCHEDULE, 'weekly-updates'),
                [diff: true], 'weekly-updates'))
        log.append(new RunEvent.RunStarted('Weekly updates', 'weekly-updates.groovy', ['Update containers', 'Update Docker VMs'], false))
        Map<String, List<Integer>> counts = [:]
        play(log, 0, 'Update containers', CONTAINERS, broken, whole ? TASKS.size() : 2, counts)
        if (whole) {
            VMS.eachWithIndex { vm, i -> play(log, 1, 'Update Docker VMs', [vm], [], TASKS.size(), counts, i, VMS.size()) }
            finish(log, counts)
        }
        last
    }

    private long single(String name, String file, String by, Map options, List<String> broken, Cause.Kind kind = Cause.Kind.PERSON) {
        EventLog log = begin(start(name, file, new Cause(kind, by), options))
        List<String> hosts = options.limit.toString().split(':') as List
        log.append(new RunEvent.RunStarted(name, file, [name], options.check as boolean))
        Map<String, List<Integer>> counts = [:]
        play(log, 0, name, hosts, broken, TASKS.size(), counts)
        finish(log, counts)
        last
    }

    private void play(EventLog log, int play, String name, List<String> hosts, List<String> broken, int tasks,
                      Map<String, List<Integer>> counts, int batch = 0, int batches = 1) {
        List<RunEvent.TaskRef> refs = TASKS.withIndex().collect { task, i ->
            new RunEvent.TaskRef("$play.$i" as String, task, ['apt', 'stat', 'debug', 'reboot', 'debug'][i])
        }
        log.append(new RunEvent.PlayStarted(play, name, batch, batches, hosts, refs))
        Set<String> gone = []
        refs.take(tasks).eachWithIndex { ref, i ->
            hosts.findAll { !(it in gone) }.each { host -> log.append(new RunEvent.TaskStarted(ref.step(), ref.name(), host, Optional.empty(), ref.module(), i in [0, 3])) }
            boolean open = tasks < TASKS.size() && i == tasks - 1
            hosts.findAll { !(it in gone) }.eachWithIndex { host, at ->
                if (!(open && at > 2)) {
                    task(log, ref, i, host, broken, gone, counts)
                }
            }
        }
    }

    private void task(EventLog log, RunEvent.TaskRef ref, int i, String host, List<String> broken, Set<String> gone, Map<String, List<Integer>> counts) {
        List<Integer> mine = counts.computeIfAbsent(host) { [0, 0, 0, 0, 0] }
        Status status = i == 0 ? (host in broken ? (host == 'wiki' ? Status.UNREACHABLE : Status.FAILED) : Status.CHANGED)
                : i == 2 || (i == 3 && host.hashCode() % 3 != 0) ? Status.SKIPPED : i == 3 ? Status.CHANGED : Status.OK
        String message = ''
        List<Diff> diffs = []
        if (i == 0) {
            log.append(new RunEvent.Output(ref.step(), host, 'stdout', "Hit:1 https://deb.example/debian bookworm InRelease\nReading package lists...\nThe following packages will be upgraded:\n  \u001b[1mlibssl3 openssl\u001b[0m tzdata"))
        }
        if (status == Status.FAILED) {
            message = "E: Could not get lock /var/lib/dpkg/lock-frontend: it is held by process ${4000 + host.hashCode() % 900} (unattended-upgr)"
            log.append(new RunEvent.Output(ref.step(), host, 'stderr', "\u001b[31m$message\u001b[0m"))
        } else if (status == Status.UNREACHABLE) {
            message = "no route to $host: connect timed out after 10 s"
        } else if (i == 0) {
            message = '3 upgraded: libssl3 3.0.14-1 -> 3.0.15-1, openssl 3.0.14-1 -> 3.0.15-1, tzdata 2026a -> 2026b'
            diffs = [new Diff('packages', 'libssl3 3.0.14-1\nopenssl 3.0.14-1\ntzdata 2026a', 'libssl3 3.0.15-1\nopenssl 3.0.15-1\ntzdata 2026b')]
        } else if (status == Status.SKIPPED) {
            message = i == 3 ? 'rebootRequired.exists && autoReboot' : 'rebootRequired.exists && !autoReboot'
        } else if (i == 3) {
            message = 'rebooted in 41 s, boot identity changed'
        }
        web.time.advance(Duration.ofMillis(status == Status.SKIPPED ? 2 : 900 + Math.abs(host.hashCode() % 2600)))
        boolean bad = status in [Status.FAILED, Status.UNREACHABLE]
        mine[status == Status.SKIPPED ? 3 : bad ? (status == Status.FAILED ? 2 : 4) : 0]++
        if (status == Status.CHANGED) {
            mine[1]++
        }
        log.append(new RunEvent.TaskFinished(ref.step(), host, status, false, false, status == Status.CHANGED, message,
                i == 0 && !bad ? [upgraded: 3L, upgradable: 0L, rebootRequired: false] : [:], diffs, status == Status.SKIPPED ? 0 : 1,
                Duration.ofMillis(900 + Math.abs(host.hashCode() % 2600))))
        if (bad) {
            gone << host
        }
    }

    private void finish(EventLog log, Map<String, List<Integer>> counts) {
        Recap recap = counts.inject(Recap.EMPTY) { all, host, c -> all.plus(host, new Recap.Counts(c[0], c[1], c[4], c[2], c[3], 0, 0, 0, 0)) }
        int failed = recap.total().failed()
        int lost = recap.total().unreachable()
        boolean bad = failed + lost > 0
        String message = bad ? [failed ? "$failed ${failed == 1 ? 'host' : 'hosts'} failed" : '', lost ? "$lost unreachable" : ''].findAll().join(', ') : ''
        log.append(new RunEvent.RunFinished(bad ? RunStatus.FAILED : RunStatus.OK, bad ? 2 : 0, recap, message))
    }

    /** A run that waits for a person. */
    long asking(String question) {
        EventLog log = begin(start('Update Docker VMs', 'update-docker-vms.groovy', new Cause(Cause.Kind.PERSON, 'anna'), [:]))
        log.append(new RunEvent.RunStarted('Update Docker VMs', 'update-docker-vms.groovy', ['Update Docker VMs'], false))
        log.append(new RunEvent.PlayStarted(0, 'Update Docker VMs', 0, 1, ['docker-1'], [new RunEvent.TaskRef('0.0', 'Ask before the reboot', 'confirm')]))
        log.append(new RunEvent.TaskStarted('0.0', 'Ask before the reboot', 'docker-1', Optional.empty(), 'confirm', false))
        log.append(new RunEvent.ConfirmAsked('0.0', 'docker-1', question, web.time.now().plus(10, ChronoUnit.MINUTES)))
        last
    }
}
