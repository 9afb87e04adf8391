# One image for every part of the product; the command says which: dist/api/main.js, dist/workers/main.js, dist/workers/migrate.js …
# Debian and not Alpine: Temporal's native part needs glibc.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:20.20.2-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# A named volume takes its owner from here.
RUN install -d -o node -g node -m 700 /var/lib/termkeeper/epochs
USER node
CMD ["node", "dist/api/main.js"]
