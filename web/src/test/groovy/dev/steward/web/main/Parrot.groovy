package dev.steward.web.main

import java.util.concurrent.atomic.AtomicInteger

/** A server of lines on loopback that answers each as it is told, and may repeat what it was given. */
class Parrot implements Closeable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName('127.0.0.1'))
    private final Closure<String> answer
    private final String greeting
    final AtomicInteger refused = new AtomicInteger()

    /** @param answer of a line, with whatever ends it; what begins with a refusal is counted */
    Parrot(String greeting, Closure<String> answer) {
        this.greeting = greeting
        this.answer = answer
        Thread.startDaemon('parrot') {
            while (!socket.closed) {
                try {
                    def one = socket.accept()
                    Thread.startDaemon { talk(one) }
                } catch (IOException ignored) {
                    continue // the test is over
                }
            }
        }
    }

    /** A mail server that refuses each login. */
    static Parrot smtp() {
        new Parrot('220 mail ESMTP\r\n', { String line ->
            switch (line.take(4).toUpperCase(Locale.ROOT)) {
                case 'EHLO': return '250-mail\r\n250 AUTH PLAIN\r\n'
                case 'AUTH': return "535 5.7.8 not accepted: $line which is ${new String(line.split(' ').last().decodeBase64(), 'UTF-8').replace('\u0000', ' ')}\r\n"
                case 'QUIT': return '221 bye\r\n'
                default: return '250 ok\r\n'
            }
        })
    }

    /** Stands before an upsd, and takes no password. */
    static Parrot upsd(String address) {
        def (host, port) = address.split(':').with { [it[0], it[1] as int] }
        new Parrot('', { String line ->
            if (line.startsWith('PASSWORD')) {
                return "ERR INVALID-PASSWORD $line\n"
            }
            new Socket(host as String, port as int).withCloseable { behind ->
                behind.outputStream << "$line\n"
                def lines = behind.inputStream.newReader('UTF-8')
                String said = lines.readLine()
                while (said.startsWith('BEGIN LIST') && !said.readLines().last().startsWith('END LIST')) {
                    said += '\n' + lines.readLine()
                }
                said + '\n'
            }
        })
    }

    int getPort() { socket.localPort }

    private void talk(Socket one) {
        try {
            one.withCloseable {
                def out = it.outputStream
                out << greeting
                it.inputStream.newReader('UTF-8').eachLine { line ->
                    String said = answer(line)
                    said =~ /^(535|ERR)/ && refused.incrementAndGet()
                    out << said.getBytes('UTF-8')
                    out.flush()
                }
            }
        } catch (IOException ignored) {
            return // it hung up
        }
    }

    @Override
    void close() { socket.close() }
}
