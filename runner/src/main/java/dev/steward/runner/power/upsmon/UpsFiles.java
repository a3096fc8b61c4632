package dev.steward.runner.power.upsmon;

import dev.steward.runner.power.upsmon.UpsSetup.Role;
import dev.steward.runner.power.upsmon.UpsSetup.Watched;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** NUT's configuration files as Steward needs them: nut.conf(5), upsmon.conf(5), upssched.conf(5), upsd.users(5). */
public final class UpsFiles {

    /** Told by every release. */
    static final List<String> TYPES = List.of(
            "ONLINE", "ONBATT", "LOWBATT", "FSD", "COMMOK", "COMMBAD", "SHUTDOWN", "REPLBATT", "NOCOMM", "NOPARENT");

    private static final List<String> SINCE_2_8_1 = List.of("CAL", "NOTCAL", "OFF", "NOTOFF", "BYPASS", "NOTBYPASS");
    private static final List<String> COMMANDS =
            List.of("shutdown.return", "shutdown.stayoff", "shutdown.stop", "load.on", "test.battery.start.quick");

    private final UpsSetup setup;

    /** Files for a setup. */
    public UpsFiles(UpsSetup setup) {
        this.setup = setup;
    }

    /** Each file's text by its name, in the order they are made. */
    public Map<String, String> all() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("nut.conf", nut());
        files.put("upsmon.conf", upsmon());
        files.put("upssched.conf", upssched());
        files.put("upsd.users", users());
        files.put("upsd.conf", upsd());
        return files;
    }

    private String nut() {
        boolean here = setup.upses().stream().anyMatch(Watched::local);
        return "# Debian's default is none: then nothing of NUT starts.\nMODE=" + (here ? "netserver" : "netclient")
                + "\n";
    }

    private String upsmon() {
        boolean tells = setup.role() == Role.TELL;
        String monitors = setup.upses().stream()
                .map(ups -> "MONITOR " + ups.ups() + "@" + ups.host() + ":" + ups.port() + (tells ? " 0 " : " 1 ")
                        + word(ups.user()) + " " + word(ups.password()) + " " + secondary() + "\n")
                .collect(Collectors.joining());
        String flags = types().stream()
                .map(type -> "NOTIFYFLAG " + type + " SYSLOG+EXEC\n")
                .collect(Collectors.joining());
        return (tells
                        ? "# Power value 0: upsmon tells Steward and shuts nothing down here. Steward does.\n"
                        : "# Power value 1: at LB or FSD this host goes by itself, in its slot, where no Steward holds the outage.\n")
                + monitors
                + "MINSUPPLIES " + (tells ? 0 : 1) + "\n"
                + "SHUTDOWNCMD \"" + (tells ? "/bin/true" : ShutdownScript.PLACE) + "\"\n"
                + "NOTIFYCMD " + word(setup.script().toString()) + "\n"
                + flags
                + "POLLFREQ 5\nPOLLFREQALERT 5\nDEADTIME 15\nNOCOMMWARNTIME 300\nRBWARNTIME 43200\nFINALDELAY 5\n"
                + (tells
                        ? "# Of use where upsmon is the primary: so long it waits for Steward, whose plan takes "
                                + seconds() + " s.\nHOSTSYNC " + seconds() + "\n"
                        : "# So long a secondary waits at a low battery for the FSD of its primary. A primary waits so long for the\n"
                                + "# others: there it must be " + seconds() + ", what the plan takes.\nHOSTSYNC 15\n")
                + "RUN_AS_USER nut\n";
    }

    private String upssched() {
        return "# Only where NOTIFYCMD is upssched already. No timers: Steward counts the time itself, and a timer that is\n"
                + "# not cancelled at ONLINE shuts sites down.\n"
                + "CMDSCRIPT " + setup.script() + "\n"
                + "PIPEFN /run/nut/upssched.pipe\nLOCKFN /run/nut/upssched.lock\n"
                + types().stream()
                        .map(type -> "AT " + type + " * EXECUTE " + type.toLowerCase(java.util.Locale.ROOT) + "\n")
                        .collect(Collectors.joining());
    }

    private String users() {
        return "# On the host of upsd; then: upsd -c reload\n"
                + setup.upses().stream()
                        .map(ups -> "[" + ups.user() + "]\n"
                                + "    password = " + word(ups.password()) + "\n"
                                + "    actions = SET\n"
                                + COMMANDS.stream()
                                        .map(command -> "    instcmds = " + command + "\n")
                                        .collect(Collectors.joining())
                                + "    upsmon " + secondary() + "\n")
                        .distinct()
                        .collect(Collectors.joining());
    }

    private String upsd() {
        boolean remote = setup.upses().stream().anyMatch(ups -> !ups.local());
        String port =
                setup.upses().stream().map(ups -> " " + ups.port()).findFirst().orElse(" 3493");
        return remote
                ? "# On the host of upsd; better its one address than all.\nLISTEN 0.0.0.0" + port + "\nMAXAGE 15\n"
                : "LISTEN 127.0.0.1" + port + "\nMAXAGE 15\n";
    }

    private List<String> types() {
        List<String> types = new java.util.ArrayList<>(TYPES);
        if (setup.version().moreTypes()) {
            types.addAll(SINCE_2_8_1);
        }
        return types;
    }

    private String secondary() {
        return setup.version().newWords() ? "secondary" : "slave";
    }

    private long seconds() {
        return Math.max(15, setup.plan().toSeconds());
    }

    /** As parseconf reads it: in quotes where it has a space or one of its signs. */
    private static String word(String text) {
        return text.matches("[A-Za-z0-9_./:@-]+")
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
