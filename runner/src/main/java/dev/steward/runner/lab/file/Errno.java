package dev.steward.runner.lab.file;

/** Why a system call failed, with the text Debian's C library prints for it. */
public enum Errno {
    EPERM("Operation not permitted"),
    ENOENT("No such file or directory"),
    ESRCH("No such process"),
    EBADF("Bad file descriptor"),
    EAGAIN("Resource temporarily unavailable"),
    EACCES("Permission denied"),
    EBUSY("Device or resource busy"),
    EEXIST("File exists"),
    ENOTDIR("Not a directory"),
    EISDIR("Is a directory"),
    EINVAL("Invalid argument"),
    ENOSPC("No space left on device"),
    EPIPE("Broken pipe"),
    ENOEXEC("Exec format error"),
    ENOTEMPTY("Directory not empty"),
    ELOOP("Too many levels of symbolic links"),
    ENAMETOOLONG("File name too long"),
    EMFILE("Too many open files");

    private final String text;

    Errno(String text) {
        this.text = text;
    }

    /** As strerror(3). */
    public String text() {
        return text;
    }
}
