package dev.steward.runner.git;

import dev.steward.runner.config.git.GitConfig;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.time.Time;
import dev.steward.runner.trust.Trust;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/** The way to a server: who we are, and by what it is believed to be the one we mean. */
final class Reach implements AutoCloseable {

    private final GitConfig config;
    private final Time time;
    private SshSessions ssh;

    /** A way; nothing of the user's own ~/.ssh or ~/.gitconfig counts. */
    Reach(GitConfig config, Time time) {
        this.config = config;
        this.time = time;
    }

    /** Prepares one conversation. */
    void over(Transport transport) throws IOException {
        transport.setTimeout(Math.toIntExact(config.timeout().toSeconds()));
        if (transport instanceof SshTransport secure) {
            ssh = new SshSessions(config, time);
            secure.setSshSessionFactory(ssh);
        } else if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(
                    new Believing(new Trust(config.ca(), List.of(), true, "it is git.ca in steward.yml").managers()));
            String token = config.token().map(Secret::reveal).orElse("");
            transport.setCredentialsProvider(new UsernamePasswordCredentialsProvider(config.user(), token));
        } else {
            throw new IOException("Steward talks to git servers by https and ssh only");
        }
    }

    @Override
    public void close() {
        if (ssh != null) {
            ssh.close();
        }
    }

    /** Connections that believe whom the configuration says. */
    private record Believing(TrustManager[] managers) implements HttpConnectionFactory {

        @Override
        public HttpConnection create(URL url) throws IOException {
            return believing(new JDKHttpConnectionFactory().create(url));
        }

        @Override
        public HttpConnection create(URL url, Proxy proxy) throws IOException {
            return believing(new JDKHttpConnectionFactory().create(url, proxy));
        }

        private HttpConnection believing(HttpConnection connection) throws IOException {
            try {
                connection.configure(null, managers, null);
                return connection;
            } catch (GeneralSecurityException e) {
                throw new IOException("this Java has no TLS", e);
            }
        }
    }
}
