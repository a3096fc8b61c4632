package dev.steward.runner.app

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.dsl.plan.PowerPlan
import dev.steward.runner.app.estate.Clusters
import dev.steward.runner.app.power.History
import dev.steward.runner.app.power.PlanSource
import dev.steward.runner.app.protect.Protection
import dev.steward.runner.app.supply.UpsClients
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.PlanKit
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.RunEvent
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.outage.OutageLabSpec
import dev.steward.runner.outage.QuickTime
import dev.steward.runner.outage.ScriptedFeed
import dev.steward.runner.outage.journal.Entry
import dev.steward.runner.outage.journal.FileJournal
import dev.steward.runner.outage.journal.Journal
import dev.steward.runner.power.UpsCommands
import dev.steward.runner.power.nut.NutCommands
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.CountDownLatch

/**
 * A process with power protection alone, wired as Steward wires it, that is killed by SIGKILL at one point of one step. Its exit code
 * is 0 when an outage has ended, 3 when there was none.
 */
class Victim {

    static void main(String[] args) {
        Path folder = Path.of(args[0])
        Map<String, String> said = new Properties().tap { load(new StringReader(folder.resolve('victim.properties').toFile().text)) } as Map
        QuickTime time = new QuickTime(Instant.parse(said.base), said.times as int)
        def loaded = new ConfigLoader([:], folder).load(Optional.of(folder.resolve('steward.yml')))
        def clusters = Clusters.of(loaded, time)
        def ways = new Ways(loaded.config().ssh(), clusters, [:], time)
        def inventories = Runner.inventories(loaded, [:], time)
        def playbooks = Runner.playbooks(loaded.config(), new PlaybookCompiler(new Modules()))
        def protection = new Protection(loaded, folder.resolve('state'), playbooks.folder(), { file -> playbooks.check(file, [:]) },
                playbooks.lastValid(folder.resolve('state')).over({ inventories.load([], playbooks.folder()) }, time), ways::plain, clusters, { Optional.empty() }, time)
        Map<Integer, String> script = said.script.split(',').collectEntries { [(it.split('=')[0] as int): it.split('=')[1]] }
        def feed = new ScriptedFeed(time, script, time.nanos() - java.time.Duration.between(Instant.parse(said.base), time.now()).toNanos())
        def back = new PowerPlan.WayBack(true, [], Optional.empty(), PlanKit.at())
        def found = new PlanSource.Found(OutageLabSpec.shipped(said.cut ? [wayBack: back] : [:]), folder.resolve('ups.groovy'), 'h', false)
        CountDownLatch over = new CountDownLatch(1)
        def told = { RunEvent event ->
            println event
            // where the power stays away nobody waits for it here
            boolean down = said.cut ? event instanceof RunEvent.PowerSaid && event.text().startsWith('waits for the power')
                    : event instanceof RunEvent.PhaseEnded && event.phase() == 1 && event.state() == 'done'
            if (down || event instanceof RunEvent.RunFinished) { over.countDown() }
            1L
        }
        History history = [begin: { plan, file, inventory, options, cause -> new History.Row(1, told as EventLog) }, lines: { most -> [] }] as History
        def journal = new Deadly(FileJournal.open(protection.folder()), said.kill ?: '')
        boolean open = journal.past().open()
        def upses = loaded.config().power().get().ups().collectEntries { name, ups -> [name, UpsClients.open(name, ups, time)] }
        def service = protection.over(feed, said.cut ? new NutCommands(upses) : UpsCommands.NONE, [found: { Optional.of(found) }, problems: { [] }] as PlanSource, history, journal)
        service.start()
        if (open || script.values().any { it != 'OL' }) {
            over.await()
        }
        service.close()
        System.exit(0)
    }

    /** Kills this process by SIGKILL at a point of the n-th step: "2:before" its intent is kept, "after", "acted", "kept". */
    static class Deadly implements Journal {

        @Delegate private final Journal real
        private final int at
        private final String point
        private int steps

        Deadly(Journal real, String kill) {
            this.real = real
            at = kill ? kill.split(':')[0] as int : -1
            point = kill ? kill.split(':')[1] : ''
        }

        @Override
        synchronized void append(Entry entry) {
            if (entry instanceof Entry.Intent) { steps++ }
            boolean mine = steps == at
            die(mine && entry instanceof Entry.Intent && point == 'before' || mine && entry instanceof Entry.Result && point == 'acted')
            real.append(entry)
            die(mine && entry instanceof Entry.Intent && point == 'after' || mine && entry instanceof Entry.Result && point == 'kept')
        }

        private static void die(boolean now) {
            if (now) {
                new ProcessBuilder('kill', '-9', ProcessHandle.current().pid() as String).inheritIO().start().waitFor()
                new CountDownLatch(1).await()
            }
        }
    }
}
