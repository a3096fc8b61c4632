package dev.steward.runner.store.patch

import dev.steward.runner.event.EventLog
import dev.steward.runner.event.Recap
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.store.StoreFixture
import java.time.Duration

/** A run that works on packages, told by its events as the engine tells them. */
class PatchRun {

    final long run
    final EventLog log
    final String module

    PatchRun(StoreFixture store, Map how = [:]) {
        module = how.module ?: 'patch'
        long id = store.store.runs().create(StoreFixture.newRun(options: [check: how.check ?: false]))
        how.wanted?.call(id)
        def claim = store.store.runs().claim(id)
        run = id
        log = store.store.runs().logFor(id, claim.epoch())
        log.append(new RunEvent.RunStarted('Patch guests', 'patch-guests.groovy', ['Patch'], how.check ?: false))
        log.append(new RunEvent.PlayStarted(0, 'Patch', 0, 1, how.hosts ?: ['web-1'],
                [new RunEvent.TaskRef('0.0', 'Patch', module), new RunEvent.TaskRef('0.1', 'Reboot', 'reboot')]))
    }

    PatchRun starts(String host, String step = '0.0') {
        log.append(new RunEvent.TaskStarted(step, 'Patch', host, Optional.empty(), step == '0.0' ? module : 'reboot', true))
        this
    }

    PatchRun ends(String host, Map data, Status status = Status.CHANGED, String message = 'done', String step = '0.0') {
        log.append(new RunEvent.TaskFinished(step, host, status, false, false, status == Status.CHANGED, message, data, [], 1,
                Duration.ofSeconds(7)))
        this
    }

    PatchRun leaves(String host, String reason) {
        log.append(new RunEvent.HostLeft(host, true, 1, reason))
        this
    }

    PatchRun over(RunStatus status = RunStatus.OK, String message = '') {
        log.append(new RunEvent.RunFinished(status, status == RunStatus.OK ? 0 : 2, Recap.EMPTY, message))
        this
    }

    /** What a check finds: name -> [from, to] or [from, to, security]. */
    static Map found(Map<String, List> packages, Map more = [:]) {
        def list = changes(packages)
        [action: 'check', packages: list, pendingPackages: list, pending: list.size(),
         pendingSecurity: list.count { it.security }] + more
    }

    /** What applying did, and what is left. */
    static Map done(Map<String, List> packages, Map<String, List> left = [:], Map more = [:]) {
        [action: 'apply', stage: 'commit', packages: changes(packages), pendingPackages: changes(left), pending: left.size(),
         pendingSecurity: 0, exitCode: 0, stdout: 'Setting up openssl', stderr: ''] + more
    }

    static List changes(Map<String, List> packages) {
        packages.collect { name, versions ->
            [name: name, from: versions[0], to: versions[1], action: versions[0] ? 'upgraded' : 'installed', security: versions[2] ?: false]
        }
    }
}
