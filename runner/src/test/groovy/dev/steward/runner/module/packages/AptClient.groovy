package dev.steward.runner.module.packages

import dev.steward.runner.connection.Command
import dev.steward.runner.module.ShConnection
import dev.steward.runner.module.TryTarget
import dev.steward.runner.module.catalog.ArgsBinder

/** A Steward of its own process, to be killed: installs a package on the host of a PID 1. */
class AptClient {

    static void main(String... args) {
        def connection = new ShConnection() {
            @Override
            protected List<String> argv(Command.Body body) {
                ['nsenter', '-t', args[0], '-m', '-u', '-i', '-p', '-r', '-w', 'env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin'] + super.argv(body)
            }
        }
        def apt = new Apt()
        apt.run(ArgsBinder.bind(apt, [name: args[2], updateCache: true]), new TryTarget(connection: connection, ticket: args[1]))
    }
}
