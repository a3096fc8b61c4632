// A provider of OpenID Connect as a process of its own: PORT, CLIENT_SECRET and REDIRECT come from the environment. Whoever signs in
// as 'NAME.ROLE' is said to have that role. Its keys are new with each start.
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const { PORT, CLIENT_SECRET, REDIRECT } = process.env;
const key = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', kid: String(Date.now()) };

const provider = new Provider(`http://localhost:${PORT}`, {
  clients: [{ client_id: 'steward', client_secret: CLIENT_SECRET, redirect_uris: [REDIRECT], grant_types: ['authorization_code'], response_types: ['code'] }],
  jwks: { keys: [key] },
  cookies: { keys: [CLIENT_SECRET] },
  pkce: { required: () => true, methods: ['S256'] },
  claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email'] },
  conformIdTokenClaims: false,
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id.split('.')[0], groups: id.split('.').slice(1) }),
  }),
});
provider.listen(Number(PORT), '127.0.0.1', () => console.log('listening'));
