package dev.steward.runner.notify

import dev.steward.runner.lab.pve.http.Authority
import java.time.Instant
import java.util.concurrent.CopyOnWriteArrayList
import javax.net.ssl.SSLSocket

/** A mail server that takes mail only after STARTTLS (RFC 3207) and a login. */
class TlsPost implements AutoCloseable {

    final List<String> mails = new CopyOnWriteArrayList<>()
    final List<String> heardInTheClear = new CopyOnWriteArrayList<>()
    final List<String> protocols = new CopyOnWriteArrayList<>()
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.loopbackAddress)
    private final context

    TlsPost(Authority authority) {
        context = authority.issue(['localhost'], [[127, 0, 0, 1] as byte[]], Instant.now()).context()
        Thread.startDaemon {
            while (!listener.closed) {
                try {
                    def socket = listener.accept()
                    Thread.startDaemon { serve(socket) }
                } catch (SocketException closed) {
                    assert listener.closed
                }
            }
        }
    }

    int getPort() { listener.localPort }

    private void serve(Socket socket) {
        try {
            socket.soTimeout = 10_000
            def talk = new Talk(socket)
            talk.say('220 post.example.org')
            String line = talk.line()
            while (line != null && !line.startsWith('STARTTLS')) {
                heardInTheClear << line
                talk.say(line.startsWith('EHLO') ? '250-post.example.org\r\n250 STARTTLS' : '530 Must issue a STARTTLS command first')
                line = talk.line()
            }
            if (line != null) {
                talk.say('220 go on')
                SSLSocket secure = context.socketFactory.createSocket(socket, null, false) as SSLSocket
                secure.useClientMode = false
                secure.startHandshake()
                protocols << secure.session.protocol
                mail(new Talk(secure))
            }
        } catch (IOException refused) {
            heardInTheClear << "broke off: $refused.message".toString()
        } finally {
            socket.close()
        }
    }

    private void mail(Talk talk) {
        boolean known = false
        for (String line = talk.line(); line != null; line = talk.line()) {
            if (line.startsWith('EHLO')) {
                talk.say('250-post.example.org\r\n250 AUTH PLAIN')
            } else if (line.startsWith('AUTH PLAIN')) {
                known = new String(line.split(' ')[2].decodeBase64()).split('\u0000').toList().drop(1) == ['steward', 'correct horse']
                talk.say(known ? '235 hello' : '535 who are you')
            } else if (line == 'DATA' && known) {
                talk.say('354 go on')
                mails << talk.until('.')
                talk.say('250 taken')
            } else {
                talk.say(line == 'QUIT' ? '221 bye' : known ? '250 ok' : '530 login first')
            }
        }
    }

    private static class Talk {

        private final BufferedReader heard
        private final OutputStream out

        Talk(Socket socket) {
            heard = socket.inputStream.newReader('UTF-8')
            out = socket.outputStream
        }

        String line() { heard.readLine() }

        String until(String end) {
            def all = []
            for (String said = line(); said != null && said != end; said = line()) {
                all << said
            }
            all.join('\n')
        }

        void say(String text) {
            out << text + '\r\n'
            out.flush()
        }
    }

    @Override
    void close() { listener.close() }
}
