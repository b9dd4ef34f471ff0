# What an interactive zsh offers behind a line, a match a line.
#
#   zsh -f complete.zsh COMPLETION LINE
zmodload zsh/zpty

# In the shell whose completion is asked, what is added to the matches is written down as well.
offered=$(mktemp)
setup="autoload -U compinit && compinit -D -u; source ${(q)1}
compadd() { local -a matches; builtin compadd -O matches \"\$@\"; print -rl -- \$matches >>${(q)offered}; builtin compadd \"\$@\" }"

zpty shell "TERM=dumb exec zsh -f -i"
for line in ${(f)setup}; do
    zpty -w shell $line
done
# The tabulator, then an empty line: typed ahead, they are taken one after the other.
zpty -w shell "$2"$'\t\C-a\C-k'
zpty -w shell "print is 'over'"
zpty -r -m shell seen "*is over*"
zpty -d shell
cat -- $offered
rm -- $offered
