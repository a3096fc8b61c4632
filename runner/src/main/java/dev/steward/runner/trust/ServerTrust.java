package dev.steward.runner.trust;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Judges servers only: a client has no clients, and names no issuers to anybody. */
abstract class ServerTrust extends X509ExtendedTrustManager {

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw clients();
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        throw clients();
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw clients();
    }

    private static UnsupportedOperationException clients() {
        return new UnsupportedOperationException("a client has no clients");
    }

    @Override
    public final X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
