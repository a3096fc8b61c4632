package dev.steward.runner.connection.agent;

/**
 * The programs of the guest's side, POSIX sh. The agent's {@code guest-exec} gives output only at a program's end and takes
 * at most 64 KiB of input at its begin, so a shell gets a folder of its own in the guest: its input arrives there as files
 * that a pump pours into it, its two outputs lie there as numbered pieces until they are fetched. Every program ends soon;
 * what it says is base64, because PVE hands bytes that are no ASCII on in a form of its own. Nothing but constant text is in
 * any argument.
 *
 * <p>The folder: {@code b} a FIFO with the numbers of the pieces of input, {@code q} ends it; {@code iN} pieces of input;
 * {@code oN}, {@code eN} pieces of output; {@code s} the exit status; {@code zo}, {@code ze} the ends of the outputs;
 * {@code alive} is renewed by every visit and taken away by a watcher, who ends the input and so the shell when nobody has
 * come for five minutes.
 */
final class Scripts {

    /** What is poured into a shell at a time, in bytes before base64: with PVE before 8.4 a whole form has at most 64 KiB. */
    static final int PIECE = 36 << 10;

    private static final String PATHS =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin;export PATH;umask 077;";

    /**
     * Waits for output or the end, and fetches it. Arguments: folder, last piece of standard output and of standard error
     * that arrived, how long to wait and then to gather (in tenths of a second), 1 where the exit status is known. The first
     * line of its output is: exit status or -, 1 where either output has ended and is fetched, the last pieces.
     */
    private static final String FETCH = "d=$1;o=$2;e=$3;j=$(($4+8));g=$5;k=$6;cd \"$d\" 2>/dev/null||exit 96;: >alive;"
            + "f=;i=$o;while [ -e o$i ];do f=\"$f o$i\";i=$((i-1));done;"
            + "i=$e;while [ -e e$i ];do f=\"$f e$i\";i=$((i-1));done;[ \"$f\" ]&&rm -f $f;"
            + "S(){ [ -e o$((o+1)) ]||[ -e e$((e+1)) ];};Z(){ [ -e zo ]&&[ -e ze ];};"
            + "D(){ [ -e s ]&&{ [ $k = 0 ]||Z;};};"
            + "p=.02;i=0;while [ $j -gt 0 ]&&! S&&! D;do sleep $p||sleep 1;j=$((j-1));i=$((i+1));[ $i = 10 ]&&p=.1;done;"
            + "i=3;while [ $i -gt 0 ]&&[ ! -e s ];do sleep .02||i=1;i=$((i-1));done;"
            + "while [ $g -gt 0 ]&&[ ! -e s ]&&[ ! -e o$((o+32)) ]&&[ ! -e e$((e+32)) ];do sleep .1||g=1;g=$((g-1));done;"
            + "i=5;while [ $i -gt 0 ]&&[ -e s ]&&! Z;do sleep .02||i=1;i=$((i-1));done;"
            + "x=-;[ -e s ]&&read -r x<s;p=0;[ -e zo ]&&p=1;q=0;[ -e ze ]&&q=1;"
            + "f=;n=0;while [ $n -lt 32 ]&&[ -e o$((o+1)) ];do o=$((o+1));n=$((n+1));f=\"$f o$o\";done;[ -e o$((o+1)) ]&&p=0;"
            + "h=;n=0;while [ $n -lt 32 ]&&[ -e e$((e+1)) ];do e=$((e+1));n=$((n+1));h=\"$h e$e\";done;[ -e e$((e+1)) ]&&q=0;"
            + "echo $x $p $q $o $e;[ \"$f\" ]&&cat $f|base64;[ \"$h\" ]&&cat $h|base64 >&2;"
            + "[ $p$q = 11 ]&&cd /&&rm -rf \"$d\";exit 0";

    /**
     * What keeps a shell: arguments are its folder and its line. The FIFO stays open here, so that no number is lost. The
     * shell has a session of its own: who kills it does not kill the pumps, and its last words arrive. A pump that is ahead
     * of its fetcher waits a little for its pipe to fill, and from 96 pieces on until they are fetched.
     */
    private static final String KEEP = "d=$1;cd \"$d\"||exit;exec 7<>b;: >j;"
            + "I(){ cat i1;rm -f i1;while read -r n<&7&&[ \"$n\" != q ];do cat i$n||break;rm -f i$n;done;};"
            + "P(){ n=0;while { [ -e $1$n ]&&sleep .01;:;}&&dd bs=65536 count=1 of=t$1 2>/dev/null&&[ -s t$1 ];do n=$((n+1));mv t$1 $1$n||exit;"
            + "while [ -e $1$((n-96)) ];do sleep .05||sleep 1;done;done;[ -e j ]&&: >z$1;};"
            + "L(){ n=0;while sleep 10&&[ -e j ];do n=$((n+1));rm alive&&n=0;[ $n -gt 30 ]||continue;"
            + "echo q>&7;sleep 10;cd /;rm -rf \"$d\";done;};"
            + "L 2>/dev/null&l=$!;"
            + "I|{ { { (exec 7>&-;cd ~ 2>/dev/null||cd /;exec setsid sh -c \"$2\");echo $? >t&&mv t s;echo q>&7;} 2>&3 3>&-"
            + "|P o >/dev/null 3>&-;} 3>&1|P e >/dev/null;};"
            + "i=0;while [ -e j ]&&[ $i -lt 30 ];do sleep .1||sleep 1;i=$((i+1));done;[ -e j ]||kill $l";

    /**
     * Begins a shell; the argument is its line, base64 of its first input comes on standard input. Says the folder, then what
     * {@link #FETCH} says.
     */
    private static final String BEGIN =
            "case $HOME in ''|/)HOME=/root;;esac;USER=root LOGNAME=root SHELL=/bin/sh;export HOME USER LOGNAME SHELL;"
                    + "command -v base64 >/dev/null||exit 93;"
                    + "d=$(mktemp -d /var/tmp/.steward.XXXXXX 2>/dev/null||mktemp -d /tmp/.steward.XXXXXX)||exit 97;"
                    + "cd \"$d\"&&mkfifo b&&: >alive&&base64 -d >i1||{ cd /;rm -rf \"$d\";exit 97;};"
                    + "(setsid sh -c \"$2\" steward \"$d\" \"$1\" </dev/null >/dev/null 2>&1 &);"
                    + "i=0;while [ ! -e j ]&&[ $i -lt 250 ];do sleep .02||sleep 1;i=$((i+1));done;"
                    + "echo \"$d\";s=$3;set -- \"$d\" 0 0 20 0 0;eval \"$s\"";

    /** Brings a piece of input: arguments are the folder and its number, the content is base64 on standard input. */
    private static final String FEED = "cd \"$1\" 2>/dev/null||exit 96;: >alive;j=50;"
            + "while [ ! -e s ]&&[ -e i$(($2-8)) ];do [ $j -gt 0 ]||exit 95;sleep .1||sleep 1;j=$((j-1));done;"
            + "[ -e s ]&&exit 96;base64 -d >u&&mv u i$2&&echo $2 1<>b";

    /** Ends the input. */
    private static final String QUIT = "cd \"$1\" 2>/dev/null&&echo q 1<>b";

    /** Ends the input and takes the folder away. */
    private static final String LEAVE = "cd \"$1\" 2>/dev/null&&{ echo q 1<>b;cd /;rm -rf \"$1\";}";

    private Scripts() {}

    static String[] begin(String line) {
        return new String[] {"/bin/sh", "-c", PATHS + BEGIN, "steward", line, KEEP, FETCH};
    }

    static String[] fetch(String folder, Heard heard, int wait, int gather) {
        return new String[] {
            "/bin/sh",
            "-c",
            PATHS + FETCH,
            "steward",
            folder,
            Long.toString(heard.out()),
            Long.toString(heard.err()),
            Integer.toString(wait),
            Integer.toString(gather),
            heard.status().isPresent() ? "1" : "0"
        };
    }

    static String[] feed(String folder, long number) {
        return new String[] {"/bin/sh", "-c", PATHS + FEED, "steward", folder, Long.toString(number)};
    }

    static String[] quit(String folder) {
        return new String[] {"/bin/sh", "-c", PATHS + QUIT, "steward", folder};
    }

    static String[] leave(String folder) {
        return new String[] {"/bin/sh", "-c", PATHS + LEAVE, "steward", folder};
    }
}
