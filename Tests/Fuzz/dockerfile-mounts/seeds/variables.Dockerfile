# escape=`
ARG OUT=1.2.3
FROM x
ARG OUT
ENV A=${OUT%.*} B='$A' C="${A:-${B:+x}}" D=a`$b
ENV E ${C//a*/b} ${A##*.}
RUN --mount=type=cache,id=${A/1/2}-${U:?no},target=${T:-"/${E}"} x
