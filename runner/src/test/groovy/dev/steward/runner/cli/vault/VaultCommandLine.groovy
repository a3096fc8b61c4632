package dev.steward.runner.cli.vault

import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

/** {@code steward vault} as people type it, in a folder with two password files. */
abstract class VaultCommandLine extends Specification {

    @TempDir Path dir
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()
    Map<String, String> environment = [:]

    def setup() {
        Files.writeString(dir.resolve('pw'), 'correct horse\n')
        Files.writeString(dir.resolve('other'), 'bättery stäple\n')
    }

    int vault(String... words) { vaultFed(new byte[0], words) }

    int vaultFed(byte[] input, String... words) {
        out.reset()
        err.reset()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(err, true), false)
        def desks = new StateDesks(environment, dir, new SettableTime(), 'spec', {})
        def bench = new Bench(screen, desks, environment, dir, 'anna')
        new Commands(bench, desks, { throw new AssertionError() })
                .with('vault', { new VaultCommand(bench, desks, new ByteArrayInputStream(input)) })
                .execute((['vault'] + words.toList()) as String[])
    }

    String said() { new String(err.toByteArray(), 'UTF-8') }

    String shown() { new String(out.toByteArray(), 'UTF-8') }

    Path file(String name, byte[] content, String mode = 'rw-r-----') {
        Path file = Files.write(dir.resolve(name), content)
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode))
        file
    }

    Path file(String name, String content) { file(name, content.getBytes('UTF-8')) }

    byte[] bytes(String name) { Files.readAllBytes(dir.resolve(name)) }

    String text(String name) { Files.readString(dir.resolve(name)) }

    String mode(String name) { PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(name))) }

    /** The files of the folder, hidden ones too. */
    List<String> names() { Files.list(dir).withCloseable { it*.fileName*.toString().toSorted() } }

    /** Debian's own ansible-vault, in the folder. */
    byte[] ansibleVault(byte[] input = new byte[0], String... words) {
        Process process = new ProcessBuilder(['ansible-vault', *words]).directory(dir.toFile())
                .redirectError(dir.resolve('.ansible-said').toFile()).start()
        Thread.start { process.outputStream.withCloseable { it.write(input) } }
        byte[] answer = process.inputStream.readAllBytes()
        assert process.waitFor(120, TimeUnit.SECONDS)
        String complaint = Files.readString(dir.resolve('.ansible-said'))
        Files.delete(dir.resolve('.ansible-said'))
        assert process.exitValue() == 0: complaint
        answer
    }
}
