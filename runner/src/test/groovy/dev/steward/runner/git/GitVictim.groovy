package dev.steward.runner.git

import java.nio.file.Path

/** A process that syncs without end, until it is killed. */
class GitVictim {

    static void main(String[] args) {
        def lab = new GitLab(Path.of(args[0])).open(args[1])
        println 'ready'
        while (true) { lab.sync() }
    }
}
