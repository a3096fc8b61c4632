package dev.steward.runner.notify

import com.icegreen.greenmail.util.GreenMail
import com.icegreen.greenmail.util.ServerSetup
import jakarta.mail.internet.MimeMessage

/** A mail server on a free port of loopback, and what arrived there. */
class Post implements AutoCloseable {

    final GreenMail server
    final int port

    Post(int port = 0, String protocol = 'smtp') {
        server = new GreenMail(new ServerSetup(port, '127.0.0.1', protocol))
        server.start()
        this.port = protocol == 'smtp' ? server.smtp.port : server.smtps.port
    }

    List<MimeMessage> arrived() { server.receivedMessages as List }

    static String text(MimeMessage mail) { (mail.content as String).replace('\r\n', '\n') }

    /** Header and body as they came. */
    static String whole(MimeMessage mail) {
        def out = new ByteArrayOutputStream()
        mail.writeTo(out)
        out.toString('UTF-8')
    }

    /** A port on which nobody listens. */
    static int nobody() { new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort } }

    @Override
    void close() { server.stop() }
}
