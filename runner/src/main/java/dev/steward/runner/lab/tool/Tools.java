package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.shell.Echo;
import dev.steward.runner.lab.shell.Kill;
import dev.steward.runner.lab.shell.Main;
import dev.steward.runner.lab.shell.Printf;
import dev.steward.runner.lab.shell.Test;
import java.util.Map;
import java.util.TreeMap;

/** The programs about files, processes and the host itself. */
public final class Tools {

    private Tools() {}

    /** All of them by name. */
    public static Map<String, Program> all() {
        Map<String, Program> all = new TreeMap<>();
        shells(all);
        files(all);
        processes(all);
        host(all);
        return all;
    }

    private static void shells(Map<String, Program> all) {
        all.put("sh", new Main());
        all.put("dash", new Main());
        all.put("echo", Echo::coreutils);
        all.put("printf", new Printf());
        all.put("test", call -> new Test(call).evaluate());
        all.put("[", call -> new Test(call).evaluate());
        all.put("kill", new Kill());
        all.put("true", call -> 0);
        all.put("false", call -> 1);
        all.put("busybox", Tools::busybox);
    }

    private static void files(Map<String, Program> all) {
        all.put("ls", new Ls());
        all.put("stat", new Stat());
        all.put("find", new Find());
        all.put("mkdir", Making::mkdir);
        all.put("rmdir", Making::rmdir);
        all.put("touch", Making::touch);
        all.put("ln", Making::ln);
        all.put("mktemp", Making::mktemp);
        all.put("mkfifo", Making::mkfifo);
        all.put("rm", Moving::rm);
        all.put("mv", Moving::mv);
        all.put("cp", Moving::cp);
        all.put("install", Moving::install);
        all.put("tar", Tar::tar);
        all.put("chmod", Rights::chmod);
        all.put("chown", Rights::chown);
        all.put("chgrp", Rights::chown);
        all.put("readlink", Paths::readlink);
        all.put("realpath", Paths::realpath);
        all.put("dirname", Paths::dirname);
        all.put("basename", Paths::basename);
        all.put("sync", call -> 0);
    }

    private static void processes(Map<String, Program> all) {
        all.put("sleep", Running::sleep);
        all.put("env", Running::env);
        all.put("nohup", Running::nohup);
        all.put("setsid", Running::setsid);
        all.put("timeout", Running::timeout);
        all.put("nice", Running::nice);
        all.put("ionice", Running::nice);
        all.put("xargs", new Xargs());
        all.put("flock", Running::flock);
        all.put("ps", Listing::ps);
        all.put("pgrep", Listing::pgrep);
        all.put("pkill", Listing::pgrep);
        all.put("sudo", Becoming::sudo);
        all.put("su", Becoming::su);
    }

    private static void host(Map<String, Program> all) {
        all.put("date", new DateTool());
        all.put("id", Names::id);
        all.put("whoami", Names::whoami);
        all.put("hostname", Names::hostname);
        all.put("uname", Names::uname);
        all.put("getent", Names::getent);
        all.put("logger", call -> 0);
        all.put("nproc", HostState::nproc);
        all.put("free", HostState::free);
        all.put("df", HostState::df);
        all.put("uptime", HostState::uptime);
        all.put("who", call -> 0);
        all.put("printenv", Names::printenv);
    }

    private static int busybox(Call call) {
        if (call.arguments().isEmpty()) {
            return call.say(0, "BusyBox v1.35.0 (Debian 1:1.35.0-4+b3) multi-call binary.");
        }
        String applet = call.arguments().get(0);
        Program program = call.machine().programs().get(applet.equals("ash") ? "sh" : applet);
        if (program == null
                || applet.startsWith("apt")
                || applet.startsWith("dpkg")
                || applet.startsWith("systemctl")) {
            return call.say(127, applet + ": applet not found");
        }
        return new Call(
                        call.proc(),
                        applet,
                        call.arguments().subList(1, call.arguments().size()))
                .execute(program);
    }
}
