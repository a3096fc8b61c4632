package dev.steward.web

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** A provider of OpenID Connect as a process of its own: the certified oidc-provider of npm, in a version that is pinned. */
class OidcProvider implements AutoCloseable {

    static final String SECRET = 'a-client-secret-of-the-specs'
    private static final Path SOURCES = Path.of('src/test/resources/oidc')
    private static final Path FOLDER = Path.of('target/oidc-provider')

    final int port
    private final String redirect
    private Process process

    OidcProvider(String redirect) {
        this.redirect = redirect
        port = new ServerSocket(0).withCloseable { it.localPort }
        install()
        start()
    }

    String getIssuer() { "http://localhost:$port" }

    private static void install() {
        Files.createDirectories(FOLDER)
        ['package.json', 'provider.mjs'].each { Files.writeString(FOLDER.resolve(it), Files.readString(SOURCES.resolve(it))) }
        if (!Files.exists(FOLDER.resolve('node_modules/oidc-provider/package.json'))) {
            def npm = new ProcessBuilder('npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts').directory(FOLDER.toFile()).redirectErrorStream(true).start()
            String said = npm.inputStream.text
            assert npm.waitFor(300, TimeUnit.SECONDS) && npm.exitValue() == 0: "npm could not install the provider: $said"
        }
    }

    /** With new keys. */
    void start() {
        def builder = new ProcessBuilder('node', 'provider.mjs').directory(FOLDER.toFile()).redirectErrorStream(true)
        builder.environment().putAll([PORT: port as String, CLIENT_SECRET: SECRET, REDIRECT: redirect])
        process = builder.start()
        def out = process.inputStream.newReader()
        for (String line = out.readLine(); line != null && line != 'listening'; line = out.readLine()) { }
        assert process.alive
        Thread.startDaemon { out.eachLine { } }
    }

    void stop() {
        process.destroy()
        process.waitFor(20, TimeUnit.SECONDS) || process.destroyForcibly()
    }

    @Override
    void close() { stop() }
}
