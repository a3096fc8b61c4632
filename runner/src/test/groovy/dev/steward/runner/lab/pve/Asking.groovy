package dev.steward.runner.lab.pve

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.charset.StandardCharsets
import java.security.KeyStore
import java.security.cert.CertificateFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory

/** Asks a lab as curl would, over TLS that trusts the lab's authority alone, and shows the status line as it is. */
class Asking {

    /** What came back; data is what the body's field of that name holds. */
    static class Got {
        int status
        String reason
        Map<String, String> headers
        String body

        Object getJson() { body ? JSON.readValue(body, Map) : null }

        Object getData() { json?.data }

        Map getErrors() { json?.errors }

        String toString() { "$status $reason $body" }
    }

    static final ObjectMapper JSON = new ObjectMapper()

    final PveLab lab
    String node
    Map<String, String> headers

    Asking(PveLab lab, String node = null) {
        this.lab = lab
        this.node = node ?: lab.state().nodes().keySet().first()
        headers = [Authorization: "PVEAPIToken=${lab.token()}" as String]
    }

    /** The same at another node. */
    Asking at(String other) {
        Asking asking = new Asking(lab, other)
        asking.headers = headers
        asking
    }

    /** The same as somebody else. */
    Asking by(Map<String, String> others) {
        Asking asking = new Asking(lab, node)
        asking.headers = others
        asking
    }

    /** Signs in with a password. */
    Asking signedIn(String user, String password) {
        Map got = by([:]).post('/access/ticket', [username: user, password: password]).data
        by([Cookie: "PVEAuthCookie=${got.ticket}" as String, CSRFPreventionToken: got.CSRFPreventionToken])
    }

    Got get(String path, Map query = [:]) { ask('GET', path + (query ? '?' + form(query) : '')) }

    Got delete(String path, Map query = [:]) { ask('DELETE', path + (query ? '?' + form(query) : '')) }

    Got post(String path, Map form = [:]) { ask('POST', path, 'application/x-www-form-urlencoded', this.form(form)) }

    Got put(String path, Map form = [:]) { ask('PUT', path, 'application/x-www-form-urlencoded', this.form(form)) }

    Got json(String method, String path, Object body) {
        ask(method, path, 'application/json', body instanceof String ? body : JSON.writeValueAsString(body))
    }

    static String form(Map values) {
        values.collectMany { key, value -> (value instanceof List ? value : [value]).collect { encode(key as String) + '=' + encode(it as String) } }.join('&')
    }

    static String encode(String text) { URLEncoder.encode(text, StandardCharsets.UTF_8) }

    Got ask(String method, String path, String type = null, String body = null, String base = '/api2/json') {
        URI at = URI.create(lab.url(node))
        byte[] bytes = (body ?: '').getBytes(StandardCharsets.UTF_8)
        Map all = [Host: at.authority, Connection: 'close'] + headers + (body == null ? [:] : ['Content-Type': type, 'Content-Length': bytes.length])
        tls(lab).socketFactory.createSocket(at.host, at.port).withCloseable { socket ->
            socket.outputStream << ("$method $base$path HTTP/1.1\r\n" + all.collect { key, value -> "$key: $value\r\n" }.join('') + '\r\n')
            socket.outputStream.write(bytes)
            socket.outputStream.flush()
            read(socket.inputStream.bytes)
        }
    }

    static Got read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8)
        int end = text.indexOf('\r\n\r\n')
        List<String> lines = text.substring(0, end).split('\r\n') as List
        String[] first = lines[0].split(' ', 3)
        new Got(status: first[1] as int, reason: first.size() > 2 ? first[2] : '',
                headers: lines.drop(1).collectEntries { it.split(': ', 2) as List }, body: text.substring(end + 4))
    }

    static SSLContext tls(PveLab lab) {
        KeyStore store = KeyStore.getInstance('PKCS12')
        store.load(null, null)
        store.setCertificateEntry('ca', CertificateFactory.getInstance('X.509').generateCertificate(new ByteArrayInputStream(lab.caPem().bytes)))
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.defaultAlgorithm)
        trust.init(store)
        SSLContext context = SSLContext.getInstance('TLS')
        context.init(null, trust.trustManagers, null)
        context
    }
}
