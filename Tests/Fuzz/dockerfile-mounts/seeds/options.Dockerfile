# escape=`
ARG A=b
FROM x AS y
ARG A=c
ENV B=${A:-d} C="$A e"
WORKDIR /w
RUN --mount=type=cache,target=relcache/,sharing=locked --mount type=secret,id=npm,required `
  # comment
  --network=host --security=insecure npm ci
RUN --mount='type=cache,"id=a,b",target=/x',ro,uid=1 <<EOF
RUN --mount=type=cache,target=/no
EOF
ENV TOKEN abc
RUN curl -u me:pw -H "Authorization: Bearer x" https://u:p@h/ --password ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF3hJ5
