package dev.steward.runner.roll

import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.outage.QuickTime
import dev.steward.runner.store.StateDir
import java.nio.file.Path
import java.time.Duration
import java.time.Instant

/** A whole Steward that rolls over pve1 of a cluster in another process; its exit code is 0 where the run ended well. */
class RollVictim {

    static void main(String[] args) {
        Path folder = Path.of(args[0])
        def said = new Properties().tap { load(new StringReader(folder.resolve('victim.properties').toFile().text)) } as Map
        def time = new QuickTime(Instant.parse(said.base), RollKit.TIMES)
        def loaded = new ConfigLoader([:], folder).load(Optional.of(folder.resolve('steward.yml')))
        def dir = (StateDir.open(folder.resolve('state'), 'spec', time) as StateDir.Opened.Ours).dir()
        def runner = Runner.open(loaded, dir, [:], time)
        long run = runner.runs().submit(new RunRequest(RollKit.PLAYBOOK, [folder.resolve('hosts').toString()], [unattended: true, settle: Duration.ofSeconds(5)],
                new RunOptions(Optional.of('pve1'), [], [], false, false, Optional.empty(), Optional.empty(), false, Optional.empty()),
                RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
        runner.runs().await(run)
        runner.store().queries().events(run, 0, 10_000)*.event().findAll { it instanceof RunEvent.TaskFinished }.each { println "${it.host()} ${it.status().word()}: ${it.message()}" }
        boolean ok = runner.store().queries().run(run).get().status().word() == 'ok'
        System.out.flush()
        System.exit(ok ? 0 : 2)
    }
}
