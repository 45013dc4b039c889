# The store in a container: `docker build -t entitlement-store .`, then compose.yaml beside this file.

FROM node:22-bookworm-slim AS build
WORKDIR /store
# First what decides the packages, so that a change of the code alone installs nothing.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY jobs jobs
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
# Discs become ISO images with xorriso; papers and labels take scripts beyond the program's own fonts from FONT_DIR.
RUN apt-get update \
  && apt-get install -y --no-install-recommends xorriso fonts-noto-cjk \
  && rm -rf /var/lib/apt/lists/*
ENV HOST=0.0.0.0 \
  PORT=8080 \
  DATA_DIR=/data \
  FONT_DIR=/usr/share/fonts/opentype/noto
WORKDIR /store
COPY package.json package-lock.json LICENSE ./
COPY views views
COPY drizzle drizzle
# What `store demo` sells, beside its sources: the compiler carries over programs alone.
COPY src/cli/demo/debian src/cli/demo/debian
COPY --from=build /store/node_modules node_modules
COPY --from=build /store/dist dist
# The program stays root's: the process can write in its data and nowhere else.
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
# The process lives; whether it can serve is /readyz, which a load balancer asks.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself and no npm before it, so that the signal to stop reaches the store.
CMD ["node", "--max-semi-space-size=8", "dist/src/main.js"]
