package dev.steward.runner.git;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.steward.runner.config.git.GitConfig;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/** SSH for git: by the configured key alone, to a server whose key is in the configured file. Nothing is asked, and nothing added. */
final class SshSessions extends SshSessionFactory implements AutoCloseable {

    private final GitConfig config;
    private final Time time;
    private final List<Session> open = new ArrayList<>();

    SshSessions(GitConfig config, Time time) {
        this.config = config;
        this.time = time;
    }

    @Override
    public RemoteSession getSession(URIish uri, CredentialsProvider provider, FS fs, int millis)
            throws TransportException {
        Path key = readable("git.key", config.key().orElseThrow());
        Path known = readable("git.knownHosts", config.knownHosts().orElseThrow());
        String server = uri.getHost() + (uri.getPort() > 0 ? ":" + uri.getPort() : "");
        try {
            JSch jsch = new JSch();
            jsch.setKnownHosts(known.toString());
            jsch.addIdentity(key.toString());
            Session session = jsch.getSession(
                    uri.getUser() == null ? "git" : uri.getUser(),
                    uri.getHost(),
                    uri.getPort() > 0 ? uri.getPort() : 22);
            session.setConfig("StrictHostKeyChecking", "yes");
            session.setConfig("PreferredAuthentications", "publickey");
            session.setDaemonThread(true);
            session.setTimeout(millis);
            session.connect(millis);
            open.add(session);
            return new Remote(session, time);
        } catch (JSchException e) {
            throw new TransportException(words(server, known, String.valueOf(e.getMessage())), e);
        }
    }

    private static Path readable(String name, Path file) throws TransportException {
        if (!Files.isReadable(file)) {
            throw new TransportException(name + ": " + file + " cannot be read");
        }
        return file;
    }

    private static String words(String server, Path known, String said) {
        if (said.contains("reject HostKey") || said.contains("UnknownHostKey")) {
            return server + " shows a key that is not in " + known
                    + "; compare 'ssh-keyscan' with what its keeper says";
        }
        if (said.contains("HostKey has been changed") || said.contains("changed")) {
            return server + " shows ANOTHER key than " + known
                    + " has: somebody may be in between, or it was made anew";
        }
        return said.startsWith("Auth fail") ? server + " does not take the key of git.key" : said;
    }

    @Override
    public String getType() {
        return "steward";
    }

    @Override
    public void close() {
        open.forEach(Session::disconnect);
    }

    /** A session that is open. */
    private record Remote(Session session, Time time) implements RemoteSession {

        @Override
        public Process exec(String command, int seconds) throws IOException {
            try {
                ChannelExec channel = (ChannelExec) session.openChannel("exec");
                channel.setCommand(command);
                Far far = new Far(channel, time);
                channel.connect(Math.max(1, seconds) * 1000);
                return far;
            } catch (JSchException e) {
                throw new TransportException(String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        public void disconnect() {
            session.disconnect();
        }
    }

    /** A command on the server. */
    private static final class Far extends Process {

        private static final Duration LOOK = Duration.ofMillis(20);

        private final ChannelExec channel;
        private final Time time;
        private final InputStream in;
        private final InputStream err;
        private final OutputStream out;

        private Far(ChannelExec channel, Time time) throws IOException {
            this.channel = channel;
            this.time = time;
            this.in = channel.getInputStream();
            this.err = channel.getErrStream();
            this.out = channel.getOutputStream();
        }

        @Override
        public OutputStream getOutputStream() {
            return out;
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public InputStream getErrorStream() {
            return err;
        }

        @Override
        public int waitFor() throws InterruptedException {
            while (!channel.isClosed() && channel.isConnected()) {
                time.sleep(LOOK);
            }
            return channel.getExitStatus();
        }

        @Override
        public int exitValue() {
            if (!channel.isClosed()) {
                throw new IllegalThreadStateException("it still runs");
            }
            return channel.getExitStatus();
        }

        @Override
        public void destroy() {
            channel.disconnect();
        }
    }
}
