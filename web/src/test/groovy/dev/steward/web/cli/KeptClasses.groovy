package dev.steward.web.cli

import dev.steward.real.Checkout
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit

import static java.nio.file.StandardOpenOption.CREATE
import static java.nio.file.StandardOpenOption.WRITE

/** The launcher's archive of classes, made once by the launcher itself: hundreds of commands of the specs begin with it, as an operator's do. */
final class KeptClasses {

    private static final Path FOLDER = Checkout.root().resolve('web/target/kept-classes')
    private static final List<String> NAMES = ['classes.jsa', 'classes.jsa.java']

    private KeptClasses() {}

    /** Gives a state directory, which is made here, the archive. */
    static void into(Path home) {
        Files.createDirectories(home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString('rwx------')))
        made()
        NAMES.each { Files.createSymbolicLink(home.resolve(it), FOLDER.resolve(it)) }
    }

    /** Processes of several specs ask at once, and threads of one. */
    private static synchronized void made() {
        FileChannel.open(Checkout.root().resolve('web/target/kept-classes.lock'), CREATE, WRITE).withCloseable { channel ->
            channel.lock()
            def jar = Files.getLastModifiedTime(Checkout.root().resolve('web/target/steward.jar'))
            if (!Files.exists(FOLDER.resolve(NAMES[0])) || Files.getLastModifiedTime(FOLDER.resolve(NAMES[0])) < jar) {
                make()
            }
        }
    }

    private static void make() {
        FOLDER.toFile().deleteDir()
        Files.createDirectory(FOLDER, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString('rwx------')))
        def builder = new ProcessBuilder(Terminal.LAUNCHER, 'version').inheritIO()
        builder.environment().keySet().removeAll(['STEWARD_CONFIG', 'STEWARD_JAVA_OPTIONS'])
        builder.environment().putAll([STEWARD_HOME: FOLDER as String, STEWARD_ARCHIVE: ''])
        assert builder.start().waitFor() == 0
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120)
        while (!Files.exists(FOLDER.resolve(NAMES[0]))) {
            assert System.nanoTime() < until: 'the launcher made no archive of classes within 120 s'
            sleep(200)
        }
    }
}
