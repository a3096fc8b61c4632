package dev.steward.runner.lab

import com.tngtech.archunit.core.domain.JavaClasses
import dev.steward.house.Measure
import spock.lang.Shared
import spock.lang.Specification

/** Demo hosts never start a process and never touch a file of the machine they run on. */
class LabSealedSpec extends Specification {

    static final List<String> ALLOWED = ['dev.steward.runner.lab', 'java.lang', 'java.util', 'java.math', 'java.time', 'java.nio.charset',
            'java.security', 'java.net', 'java.io', 'org.apache.sshd']
    static final List<String> IO = ['java.io.IOException', 'java.io.InputStream', 'java.io.OutputStream', 'java.io.ByteArrayOutputStream']
    static final List<String> NET = ['java.net.InetAddress', 'java.net.InetSocketAddress', 'java.net.SocketAddress']
    static final List<String> NEVER = ['java.lang.ProcessBuilder', 'java.lang.ProcessImpl', 'java.lang.Process', 'java.lang.Runtime',
            'java.lang.ProcessHandle', 'java.lang.ClassLoader', 'java.util.jar', 'java.util.zip', 'java.util.logging', 'java.util.prefs',
            'java.util.Scanner', 'java.util.Formatter', 'java.lang.reflect', 'java.lang.foreign']

    /** The simulated PVE listens on loopback with certificates of its own, answers in JSON and reads its table of methods. */
    static final String PVE = 'dev.steward.runner.lab.pve'
    static final List<String> PVE_TOO = ['com.fasterxml.jackson', 'javax.net.ssl', 'dev.steward.runner.time', 'java.net.ServerSocket', 'java.net.Socket',
            'java.io.ByteArrayInputStream', 'java.io.BufferedInputStream', 'java.io.BufferedOutputStream', 'java.io.UncheckedIOException']

    /** The simulated upsd listens on loopback too, with TLS where a spec gives it a certificate. */
    static final String UPS = 'dev.steward.runner.lab.ups'
    static final List<String> UPS_TOO = ['javax.net.ssl', 'dev.steward.runner.time', 'java.net.ServerSocket', 'java.net.Socket',
            'java.net.SocketTimeoutException', 'java.io.UncheckedIOException']
    /** It plays a script that somebody names; nothing else in the lab reads a file. */
    static final List<String> SCRIPT = ['java.nio.file.Files', 'java.nio.file.Path', 'java.nio.file.OpenOption']

    @Shared JavaClasses classes = Measure.mainClasses('dev.steward.runner.lab')

    def 'nothing in it can reach a file, a process or another part of the product'() {
        expect:
        classes.size() > 100
        classes.collectMany { type ->
            type.directDependenciesFromSelf*.targetClass.collect { it.baseComponentType.name }.unique().findAll { !it.contains('[') && it.contains('.') && forbidden(it) && !pve(type.name, it) }
                    .collect { "${type.name} uses $it" as String }
        } == []
    }

    def 'it neither asks the machine for its properties nor for a resource'() {
        expect:
        classes.findAll { it.name != 'dev.steward.runner.lab.pve.table.Table' }.collectMany { type ->
            type.methodCallsFromSelf.findAll { call ->
                call.targetOwner.name in ['java.lang.System', 'java.lang.Class'] && call.name in
                        ['getProperty', 'getenv', 'load', 'loadLibrary', 'exit', 'getResource', 'getResourceAsStream', 'setProperty', 'forName']
            }.collect { it.description }
        } == []
    }

    private static boolean pve(String user, String name) {
        user.startsWith(PVE + '.') && PVE_TOO.any { name == it || name.startsWith(it + '.') }
                || user.startsWith(UPS + '.') && UPS_TOO.any { name == it || name.startsWith(it + '.') }
                || user == UPS + '.UpsScript' && name in SCRIPT
    }

    private static boolean forbidden(String name) {
        NEVER.any { name == it || name.startsWith(it + '.') || name.startsWith(it + '$') }
                || name.startsWith('java.io.') && !(name in IO)
                || name.startsWith('java.net.') && !(name in NET)
                || !ALLOWED.any { name.startsWith(it + '.') }
    }
}
