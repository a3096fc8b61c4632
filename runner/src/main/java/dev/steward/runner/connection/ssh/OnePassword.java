package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import dev.steward.runner.secret.Secret;

/** Answers the one question of a server that asks for its password by keyboard-interactive, as PAM does. */
final class OnePassword implements UserInfo, UIKeyboardInteractive {

    private final Secret password;
    private boolean given;

    OnePassword(Secret password) {
        this.password = password;
    }

    @Override
    public String[] promptKeyboardInteractive(
            String destination, String name, String instruction, String[] prompt, boolean[] echo) {
        if (prompt.length == 0) {
            return new String[0];
        }
        if (given || prompt.length > 1 || echo[0]) {
            return null;
        }
        given = true;
        return new String[] {password.reveal()};
    }

    @Override
    public String getPassphrase() {
        return null;
    }

    @Override
    public String getPassword() {
        return password.reveal();
    }

    @Override
    public boolean promptPassword(String message) {
        return false;
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    @Override
    public void showMessage(String message) {
        // A banner is no part of any answer.
    }
}
