package dev.steward.runner.connection.agent

import dev.steward.runner.lab.pve.call.Refusal
import dev.steward.runner.lab.pve.guest.AgentCalls
import dev.steward.runner.lab.pve.state.GuestShell
import java.util.concurrent.Executors
import java.util.function.Consumer

/** This machine as the inside of a virtual machine: what the agent runs there is run here, as QEMU's agent does it. */
class MachineShell implements GuestShell, AutoCloseable {

    private final threads = Executors.newCachedThreadPool { work -> new Thread(work, 'qemu-ga').tap { daemon = true } }
    volatile int begun
    /** Leads from this machine into another root file system. */
    List<String> before = []
    /** Done before each program. */
    volatile Runnable onRun = {}

    /** What the agent says to each program; empty: it finds none. */
    volatile String refusing

    @Override
    void power(boolean on) {}

    @Override
    boolean run(List<String> command, byte[] input, Consumer<GuestShell.Ended> then) {
        onRun.run()
        if (refusing == '') {
            return false
        }
        if (refusing) {
            throw Refusal.failed('Agent error: ' + refusing)
        }
        def builder = new ProcessBuilder(before + command)
        builder.environment().clear()
        builder.environment().putAll([PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: System.getProperty('user.home')])
        Process process
        try {
            process = builder.start()
        } catch (IOException ignored) {
            return false
        }
        begun++
        threads.execute {
            try {
                process.outputStream.withCloseable { it.write(input) }
            } catch (IOException ignored) {
                assert process != null: 'it took no more input'
            }
        }
        def out = threads.submit({ kept(process.inputStream) } as java.util.concurrent.Callable<byte[]>)
        def err = threads.submit({ kept(process.errorStream) } as java.util.concurrent.Callable<byte[]>)
        threads.execute {
            int status = process.waitFor()
            int signal = status > 128 && status < 160 ? status - 128 : 0
            then.accept(new GuestShell.Ended(status, signal, out.get(), err.get()))
        }
        true
    }

    private static byte[] kept(InputStream from) {
        def bytes = from.readNBytes(AgentCalls.KEPT + 1)
        from.transferTo(OutputStream.nullOutputStream())
        bytes
    }

    @Override
    void close() { threads.shutdown() }
}
