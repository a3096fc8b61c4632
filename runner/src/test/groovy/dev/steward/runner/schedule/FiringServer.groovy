package dev.steward.runner.schedule

import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.server.Identity
import dev.steward.runner.time.Time
import java.nio.file.Files
import java.nio.file.Path

/** One of several servers on a database, with an alarm that the spec rings. */
class FiringServer implements Closeable {

    final StateDir dir
    final Store store
    final RecordedFires fires
    final HandAlarm alarm = new HandAlarm()
    final Schedules schedules

    /** @param labels it has; its name is that of its folder */
    FiringServer(Path state, StoreConfig database, Time time, List<String> labels = []) {
        Files.createDirectories(state)
        dir = (StateDir.open(state, 'serve', time) as StateDir.Opened.Ours).dir()
        store = Store.open(dir, Optional.of(database), new Identity.Said(Optional.of(state.fileName as String), labels, ''), Optional.empty(), time)
        fires = new RecordedFires(store)
        schedules = new Schedules(store, alarm, fires, time, ScheduleTry.BERLIN)
    }

    @Override
    void close() {
        schedules.close()
        store.close()
        dir.close()
    }
}
