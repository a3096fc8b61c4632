package dev.steward.runner.store.seal

import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.secret.Secret
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.server.Identity
import dev.steward.runner.time.SystemTime
import java.nio.file.Path

/** A process of its own that opens a history, which seals what is plain there and says so, unless it is killed before. */
class KilledSealer {

    /** @param args the state directory; the address of a database, its password and the file of the key, where the history is there */
    static void main(String[] args) {
        def time = new SystemTime()
        def dir = (StateDir.open(Path.of(args[0]), 'spec', time) as StateDir.Opened.Ours).dir()
        Optional<StoreConfig> server = args.length == 1 ? Optional.empty() : Optional.of(new StoreConfig(args[1], Optional.of(new Secret(args[2])), Optional.empty(), Optional.empty()))
        def store = Store.open(dir, server, Identity.Said.NOTHING, args.length == 1 ? Optional.empty() : Optional.of(Path.of(args[3])), time)
        println 'sealed'
        store.close()
    }
}
