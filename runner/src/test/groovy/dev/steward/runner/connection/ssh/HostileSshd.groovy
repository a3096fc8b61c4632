package dev.steward.runner.connection.ssh

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import org.apache.sshd.common.config.keys.KeyUtils
import org.apache.sshd.common.config.keys.PublicKeyEntry
import org.apache.sshd.server.SshServer
import org.apache.sshd.server.shell.InvertedShellWrapper
import org.apache.sshd.server.shell.ProcessShell

/** An SSH server of this process that runs commands as any does, and says what it likes between them. */
class HostileSshd implements AutoCloseable {

    private final SshServer server = SshServer.setUpDefaultServer()

    /** @param known where its key is written as a known one */
    HostileSshd(Path known) {
        def keys = KeyUtils.generateKeyPair('ecdsa-sha2-nistp256', 256)
        server.host = '127.0.0.1'
        server.port = 0
        server.keyPairProvider = { [keys] }
        server.passwordAuthenticator = { user, password, session -> true }
        server.commandFactory = { channel, command -> new InvertedShellWrapper(new ProcessShell('/bin/sh', '-c', command)) }
        server.start()
        Files.writeString(known, "\n[127.0.0.1]:$server.port ${PublicKeyEntry.toString(keys.public)}\n", StandardOpenOption.APPEND)
    }

    int getPort() { server.port }

    /** Says nothing of any meaning (RFC 4253 section 11.2), so many times so many bytes, on every session that is open. */
    void send(int times, int bytes) {
        times.times { server.activeSessions.each { one ->
            try {
                one.sendIgnoreMessage(new byte[bytes])
            } catch (IOException ignored) {
                // it was closed meanwhile
            }
        } }
    }

    boolean open() { !server.activeSessions.empty }

    @Override
    void close() { server.stop(true) }
}
