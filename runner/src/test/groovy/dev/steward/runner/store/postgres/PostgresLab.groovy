package dev.steward.runner.store.postgres

import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.secret.Secret
import dev.steward.runner.store.server.Identity
import dev.steward.runner.store.server.Lease
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import java.util.concurrent.TimeUnit

/**
 * A real PostgreSQL of Debian's package: a throwaway cluster on a port of its own, one for all specs of a JVM that ask for it. Needs root.
 */
class PostgresLab {

    static final String PASSWORD = 'pg-canary-7b1e'

    private static PostgresLab shared
    private static final Map<String, String> BY_FOLDER = [:]
    private static int made

    final Path home
    final int port
    final String bin
    private final List<String> options

    /** A cluster, not started. */
    PostgresLab(List<String> options = []) {
        String version = new File('/usr/lib/postgresql').list()?.sort { it as int }?.last()
        if (version == null) {
            throw new IllegalStateException('PostgreSQL is missing. Run: apt-get install -y postgresql')
        }
        this.options = options
        bin = "/usr/lib/postgresql/$version/bin"
        home = Files.createTempDirectory(Path.of('/tmp'), 'steward-pg-')
        port = new ServerSocket(0).withCloseable { it.localPort }
        Runtime.runtime.addShutdownHook(new Thread({ close() }))
        sh("""chmod 755 '$home'; install -d -o postgres -m 700 '$home/data'; install -d -o postgres '$home/sockets' '$home/log'
              cd /; runuser -u postgres -- '$bin/initdb' -D '$home/data' -E UTF8 --locale=en_US.UTF-8 --no-sync -A trust >/dev/null 2>&1 \\
                 || runuser -u postgres -- '$bin/initdb' -D '$home/data' -E UTF8 --locale=C.UTF-8 --no-sync -A trust >/dev/null""")
        home.resolve('data/postgresql.conf').toFile() << "\nport = $port\nunix_socket_directories = '$home/sockets'\nlisten_addresses = '127.0.0.1'\n" +
                "fsync = off\nmax_connections = 200\nsynchronous_commit = off\n" + options.collect { it + '\n' }.join()
        home.resolve('data/pg_hba.conf').toFile().text = 'local all all trust\nhost all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n'
    }

    /** The one for all, started. */
    static synchronized PostgresLab here() {
        if (shared == null) {
            shared = new PostgresLab().start()
            shared.ask("create role steward login password '$PASSWORD'")
        }
        shared
    }

    PostgresLab start() {
        sh("cd /; runuser -u postgres -- '$bin/pg_ctl' start -w -D '$home/data' -l '$home/log/server' >/dev/null 2>&1")
        this
    }

    /** @param how smart, fast or immediate */
    void stop(String how = 'fast') { sh("cd /; runuser -u postgres -- '$bin/pg_ctl' stop -w -m $how -D '$home/data' >/dev/null 2>&1 || true") }

    /** Every process of it stands still (STOP) or goes on (CONT), as a machine that hangs. */
    void signal(String name) {
        long head = Files.readAllLines(home.resolve('data/postmaster.pid'))[0] as long
        sh("kill -$name $head")
        // Its head first, so that no child comes after; one may still end meanwhile, whose client left.
        ProcessHandle.of(head).get().children().each { sh("kill -$name ${it.pid()} || ! kill -0 ${it.pid()}") }
    }

    /** A connection of the superuser's. */
    Connection open(String database) { DriverManager.getConnection("jdbc:postgresql://127.0.0.1:$port/$database?sslmode=disable", 'postgres', '') }

    /** The first column of what the superuser asks; empty: nothing is answered. */
    List<String> ask(String sql, String database = 'postgres') {
        open(database).withCloseable { open ->
            open.createStatement().withCloseable { statement ->
                def all = []
                if (statement.execute(sql)) {
                    def rows = statement.resultSet
                    while (rows.next()) {
                        all << rows.getString(1)
                    }
                }
                all
            }
        }
    }

    StoreConfig config(Map how = [:], String database) {
        new StoreConfig("postgresql://${how.user ?: 'steward'}@${how.host ?: '127.0.0.1'}:${how.port ?: port}/$database",
                Optional.of(new Secret(how.password ?: PASSWORD)), Optional.ofNullable(how.tls as StoreConfig.Tls), Optional.empty())
    }

    /** A fresh database's name. */
    synchronized String fresh(String with = 'encoding UTF8 template template0') {
        String name = 'store' + ++made
        ask("create database $name owner steward $with")
        name
    }

    /** The database that stands for a state directory, the same each time. */
    synchronized StoreConfig of(Path folder) {
        String name = folder.toAbsolutePath()
        if (!BY_FOLDER[name]) {
            BY_FOLDER[name] = fresh('template ' + template() + ' strategy file_copy')
        }
        config(BY_FOLDER[name])
    }

    /** One with all tables, since making them takes a moment. */
    private String template() {
        if (!BY_FOLDER.template) {
            BY_FOLDER.template = fresh()
            Postgres.open(config(BY_FOLDER.template), home, Identity.here(Identity.Said.NOTHING, false), new Lease(new SystemTime())).close()
            while (ask("select 1 from pg_stat_activity where datname = '$BY_FOLDER.template'")) {
                Thread.sleep(20)
            }
        }
        BY_FOLDER.template
    }

    void close() {
        if (Files.exists(home)) {
            stop('immediate')
            sh("rm -rf '$home'")
        }
    }

    static String sh(String script) {
        def process = new ProcessBuilder('sh', '-ec', script).redirectErrorStream(true).start()
        process.outputStream.close()
        String said = process.inputStream.text
        assert process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0: "$script: $said"
        said.strip()
    }
}
