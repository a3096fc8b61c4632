package dev.steward.runner.lab.pve.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.GuestShell;
import dev.steward.runner.lab.pve.state.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** {@code qm}: list, status, guest exec, unlock. Its guest exec ends with 0 whatever the command's own status is. */
final class Qm implements Program {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final NodeTools tools;

    Qm(NodeTools tools) {
        this.tools = tools;
    }

    @Override
    public int run(Call call) {
        List<String> words = call.arguments();
        String verb = words.isEmpty() ? "" : words.get(0);
        if (call.proc().user().uid() != 0) {
            return call.say(255, "please run as root");
        }
        if (verb.equals("list")) {
            return list(call);
        }
        boolean inside = verb.equals("guest") && words.size() > 3;
        if (words.size() < 2) {
            return call.say(255, "ERROR: no command specified\nUSAGE: qm <COMMAND> [ARGS] [OPTIONS]");
        }
        String vmid = words.get(inside ? 2 : 1);
        Optional<Guest> guest = tools.guest(Kind.QEMU, vmid);
        if (guest.isEmpty()) {
            return tools.elsewhere(call, Kind.QEMU, vmid);
        }
        return switch (verb) {
            case "status" -> {
                call.out().line("status: " + (guest.get().running() ? "running" : "stopped"));
                yield 0;
            }
            case "unlock" ->
                tools.with(lab -> {
                    guest.get().lock("");
                    return 0;
                });
            case "guest" ->
                words.get(1).equals("exec") ? exec(call, guest.get()) : call.say(255, "ERROR: unknown command");
            default -> call.say(255, "ERROR: unknown command 'qm " + verb + "'");
        };
    }

    private int list(Call call) {
        call.out().format("%10s %-20s %-10s%n", "VMID", "NAME", "STATUS");
        tools.guests(Kind.QEMU).forEach(guest -> call.out()
                .format("%10d %-20s %-10s%n", guest.vmid(), guest.name(), guest.running() ? "running" : "stopped"));
        return 0;
    }

    private int exec(Call call, Guest guest) {
        List<String> words = call.arguments();
        int at = 3;
        boolean stdin = false;
        while (at < words.size() && words.get(at).startsWith("--")) {
            String word = words.get(at++);
            if (word.equals("--")) {
                break;
            }
            stdin |= word.equals("--pass-stdin") && words.get(at).equals("1");
            at++;
        }
        boolean answers = tools.with(lab -> guest.agentAnswers(lab.state().now()));
        if (!guest.running() || !answers) {
            return call.say(
                    255,
                    guest.running() ? "QEMU guest agent is not running" : "VM " + guest.vmid() + " is not running");
        }
        byte[] input = stdin ? Inputs.text(call, "-").getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
        AtomicReference<GuestShell.Ended> ended = new AtomicReference<>();
        boolean found = at < words.size()
                && guest.shell()
                        .filter(shell ->
                                shell.run(words.subList(words.indexOf("--") + 1, words.size()), input, ended::set))
                        .isPresent();
        if (!found) {
            return call.say(29, "Agent error: Guest agent command failed, error was 'Failed to execute child process'");
        }
        call.machine().await(call.proc(), () -> ended.get() != null);
        return told(call, ended.get());
    }

    private static int told(Call call, GuestShell.Ended ended) {
        Map<String, Object> answer = new TreeMap<>();
        answer.put("exited", 1);
        answer.put(ended.signal() > 0 ? "signal" : "exitcode", ended.signal() > 0 ? ended.signal() : ended.code());
        if (ended.out().length > 0) {
            answer.put("out-data", new String(ended.out(), StandardCharsets.UTF_8));
        }
        if (ended.err().length > 0) {
            answer.put("err-data", new String(ended.err(), StandardCharsets.UTF_8));
        }
        try {
            byte[] text = JSON.writeValueAsBytes(answer);
            call.out().line(new String(text, StandardCharsets.ISO_8859_1));
            return 0;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
