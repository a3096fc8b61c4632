package dev.steward.runner.proxmox.http;

import dev.steward.runner.config.ProxmoxLimits;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Apache's client, set to send each request once and to show each answer as it is. */
final class HttpClients {

    /** The name under which a request's context has its {@link Stage}. */
    static final String STAGE = "steward.stage";

    /** pveproxy drops a connection that was idle for 5 s (its AnyEvent timeout), so this side does it before. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(3);

    private HttpClients() {}

    static CloseableHttpClient make(SSLContext tls, ProxmoxLimits limits, boolean reuse) {
        return HttpClientBuilder.create()
                .setUserAgent("steward")
                .setConnectionManager(connections(tls, limits))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setRedirectsEnabled(false)
                        .setConnectionRequestTimeout(Timeout.of(limits.call()))
                        .setResponseTimeout(Timeout.of(limits.call()))
                        .build())
                .setConnectionReuseStrategy(
                        reuse ? DefaultConnectionReuseStrategy.INSTANCE : (request, response, context) -> false)
                .setKeepAliveStrategy((response, context) -> IDLE)
                .evictIdleConnections(IDLE)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .addExecInterceptorLast("leaving", (request, scope, chain) -> {
                    Stage stage = (Stage) scope.clientContext.getAttribute(STAGE);
                    if (!stage.leave()) {
                        throw new java.io.InterruptedIOException("given up before it was sent");
                    }
                    return chain.proceed(request, scope);
                })
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(SSLContext tls, ProxmoxLimits limits) {
        Timeout connect = Timeout.of(limits.connect());
        return PoolingHttpClientConnectionManagerBuilder.create()
                // the trust managers check host names themselves, or know the certificate by its fingerprint
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(
                        tls, HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .charCodingConfig(CharCodingConfig.custom()
                                .setCharset(StandardCharsets.UTF_8)
                                .setMalformedInputAction(CodingErrorAction.REPLACE)
                                .setUnmappableInputAction(CodingErrorAction.REPLACE)
                                .build())
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(Timeout.of(limits.call()))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .setMaxConnPerRoute(64)
                .setMaxConnTotal(128)
                .build();
    }
}
