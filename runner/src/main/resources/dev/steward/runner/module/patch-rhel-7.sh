# Version 7 has yum alone, which is another tool with another voice.
begin() {
  command -v "$dnf" >/dev/null 2>&1 ||
    fail "version 7 of this family keeps its packages by yum, which Steward does not speak: install dnf there (CentOS has it in extras)"
}
