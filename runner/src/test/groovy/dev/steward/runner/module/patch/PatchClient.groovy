package dev.steward.runner.module.patch

import dev.steward.runner.connection.Command
import dev.steward.runner.module.ShConnection
import dev.steward.runner.module.TryTarget
import dev.steward.runner.module.catalog.ArgsBinder
import dev.steward.runner.module.catalog.Modules

/** A Steward of its own process, to be killed: patches the host of a PID 1, but for one package. */
class PatchClient {

    static void main(String... args) {
        def connection = new ShConnection() {
            @Override
            protected List<String> argv(Command.Body body) {
                ['nsenter', '-t', args[0], '-m', '-u', '-i', '-p', '-r', '-w', 'env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin'] + super.argv(body)
            }
        }
        def patch = new Modules().named('patch').get()
        patch.run(ArgsBinder.bind(patch, [action: 'apply', exclude: args[2]]), new TryTarget(connection: connection, ticket: args[1]))
    }
}
