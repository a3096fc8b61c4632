package dev.steward.web.reach

/** HTTP by hand: from an address of one's own, with whatever headers. */
class Wired {

    final int port

    Wired(int port) { this.port = port }

    /** An answer. */
    static class Answer {

        int status
        List<List<String>> headers
        String body

        String header(String name) { headers.find { it[0].equalsIgnoreCase(name) }?.get(1) }

        /** Name and attributes of the cookies that are set. */
        List<String> cookies() { headers.findAll { it[0].equalsIgnoreCase('Set-Cookie') }*.get(1) }

        /** What a browser sends back. */
        String cookie() { cookies()[0].split(';')[0] }
    }

    /** Asks; a form where there is a body. */
    Answer ask(Map<String, String> headers, String path, String body = null, String from = '127.0.0.1') {
        Map<String, String> all = [Connection: 'close'] + headers
        if (body != null) {
            all += ['Content-Length': body.bytes.length as String]
            all = ['Content-Type': 'application/x-www-form-urlencoded'] + all
        }
        new Socket(InetAddress.getByName('127.0.0.1'), port, InetAddress.getByName(from), 0).withCloseable { socket ->
            socket.soTimeout = 20_000
            socket.outputStream << "${body == null ? 'GET' : 'POST'} $path HTTP/1.1\r\n${all.collect { name, value -> "$name: $value\r\n" }.join('')}\r\n${body ?: ''}"
            socket.outputStream.flush()
            String whole = new String(socket.inputStream.readAllBytes(), 'UTF-8')
            int cut = whole.indexOf('\r\n\r\n')
            List<String> head = whole.substring(0, cut).split('\r\n') as List
            new Answer(status: head[0].split(' ')[1] as int, headers: head.drop(1)*.split(': ', 2)*.toList(), body: whole.substring(cut + 4))
        }
    }
}
