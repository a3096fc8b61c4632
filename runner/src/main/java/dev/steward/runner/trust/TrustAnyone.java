package dev.steward.runner.trust;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;

/** For {@code verify: false} alone: whoever answers is the server. */
final class TrustAnyone extends ServerTrust {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        // asked for
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        // asked for
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        // asked for
    }
}
