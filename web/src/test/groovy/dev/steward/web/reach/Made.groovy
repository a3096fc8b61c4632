package dev.steward.web.reach

import java.nio.file.Files
import java.nio.file.Path

/** A folder with an authority and certificates that OpenSSL makes, and the programs that are asked there. */
class Made {

    final Path folder

    Made(Path folder) {
        this.folder = folder
        sh 'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30 -subj "/CN=The house" -addext basicConstraints=critical,CA:TRUE'
    }

    Path getCa() { folder.resolve('ca.pem') }

    /** A certificate for these names, and its key: NAME.pem and NAME.key, each at one stroke. */
    void issue(String name, String alternatives, String kind = '-newkey rsa:2048') {
        sh "openssl req $kind -nodes -keyout ${name}.key.new -out ${name}.csr -subj /CN=steward.example.org && " +
                "printf 'subjectAltName=$alternatives\\n' > ${name}.ext && " +
                "openssl x509 -req -in ${name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 20 -extfile ${name}.ext -out ${name}.pem.new && " +
                "chmod 0600 ${name}.key.new && mv ${name}.key.new ${name}.key && mv ${name}.pem.new ${name}.pem"
    }

    /** A command; what it says. */
    String sh(String command, int expected = 0) {
        def process = new ProcessBuilder('bash', '-c', command).directory(folder.toFile()).redirectErrorStream(true).start()
        process.outputStream.close()
        String said = process.inputStream.text
        assert process.waitFor() == expected: said
        said
    }

    /** curl: status, headers in lower case, body; the status is 0 where there was no answer, and the body is curl's exit. */
    Map curl(String arguments, String before = '') {
        Path head = folder.resolve('head')
        Files.deleteIfExists(head)
        def process = new ProcessBuilder('bash', '-c', "$before curl -s -m 20 --cacert ca.pem -D head $arguments").directory(folder.toFile()).start()
        String body = process.inputStream.text
        int exit = process.waitFor()
        List<String> lines = Files.exists(head) ? Files.readAllLines(head).findAll() : []
        lines ? [status: lines[0].split(' ')[1] as int, body: body, headers: lines.drop(1).collectEntries { it.split(': ', 2).with { pair -> [pair[0].toLowerCase(), pair[1]] } }] : [status: 0, body: "exit $exit" as String, headers: [:]]
    }
}
