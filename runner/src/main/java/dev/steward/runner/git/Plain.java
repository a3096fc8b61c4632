package dev.steward.runner.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Git without the settings of this user and machine: an insteadOf or a sslVerify=false somewhere must not lead us elsewhere. */
final class Plain extends SystemReader.Delegate {

    private static boolean done;

    private Plain(SystemReader usual) {
        super(usual);
    }

    /** From now on for the whole process. */
    static synchronized void everywhere() {
        if (!done) {
            SystemReader.setInstance(new Plain(SystemReader.getInstance()));
            done = true;
        }
    }

    @Override
    public String getenv(String variable) {
        return variable.startsWith("GIT_") ? null : super.getenv(variable);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    /** A file that is not there, and is never made. */
    private static final class Nothing extends FileBasedConfig {

        private Nothing(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // there is nothing
        }

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public void save() {
            // nothing is kept
        }
    }
}
