package dev.steward.web.server;

import dev.steward.runner.certificate.OwnCertificate;
import dev.steward.runner.certificate.Renewal;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.time.Duration;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS by a certificate of our own. A renewed one is taken up while connections stay as they are. */
final class Tls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private final Renewal renewal;
    private final Rounds rounds;

    Tls(Renewal renewal, Time time) {
        this.renewal = renewal;
        this.rounds = new Rounds("certificate", LOOK, time, this::look);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.setRenegotiationAllowed(false);
        use(factory);
    }

    private void use(SslContextFactory to) {
        to.setKeyStore(renewal.current().store());
        to.setKeyStorePassword(OwnCertificate.PASSWORD);
    }

    private void look() {
        if (renewal.look()) {
            try {
                factory.reload(this::use);
            } catch (Exception e) {
                LOG.error("The renewed certificate is not in use before the next start", e);
            }
        }
    }

    /** Where clients connect. Which names they may ask for is not for TLS to say: loopback's are no certificate's. */
    Connector connector(Server server, HttpConfiguration plain, String address, int port) {
        HttpConfiguration http = new HttpConfiguration(plain);
        http.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory after = new HttpConnectionFactory(http);
        SslConnectionFactory first = new SslConnectionFactory(factory, after.getProtocol());
        ServerConnector connector = new ServerConnector(server, first, after);
        connector.setHost(address);
        connector.setPort(port);
        return connector;
    }

    /** From now on the files are looked at. */
    void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }
}
